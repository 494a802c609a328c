"""What differs between two states of the data, by what it means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import PurePosixPath

from policybook.iam.callouts import Callout, CalloutKind
from policybook.iam.phrase import Phrase
from policybook.iam.review import Review, review
from policybook.model import Catalogue, Change, Document, Policy, Version
from policybook.problem import Place
from policybook.source.names import ABOUT, CHANGES
from policybook.source.source import Source


class Kind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Step:
    """A document and the one that it is compared with, by their labels.

    `review` is None where there is no newer document. A published version that was edited has
    the same label twice.
    """

    old: str | None
    new: str | None
    review: Review | None
    callouts: tuple[Callout, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyDifference:
    """What happened to a policy.

    `words` are the keys of its policy.yaml that differ, `default` is its default version before
    and after where that is another one, `services` where it was and is if it moved, `names` how
    it was and is called if it was renamed.
    """

    name: str
    kind: Kind
    steps: tuple[Step, ...] = ()
    words: tuple[str, ...] = ()
    default: tuple[str | None, str | None] | None = None
    services: tuple[str, str] | None = None
    names: tuple[str, str] | None = None
    callouts: tuple[Callout, ...] = ()

    def __bool__(self) -> bool:
        facts = self.steps, self.words, self.default, self.services, self.names
        return self.kind is not Kind.CHANGED or any(facts)


@dataclass(frozen=True, slots=True)
class FileDifference:
    """What happened to a file of words: the keys that differ, if it was there before and after.

    `names` are how it was and is called if it was renamed.
    """

    name: str
    kind: Kind
    words: tuple[str, ...] = ()
    names: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class CatalogueDifference:
    """What differs between two states of the data: policies, services and changes.

    Where it is not `is_whole`, there is more that could not be read.
    """

    old: str
    new: str
    policies: tuple[PolicyDifference, ...]
    services: tuple[FileDifference, ...] = ()
    changes: tuple[FileDifference, ...] = ()
    is_whole: bool = True

    def __bool__(self) -> bool:
        return bool(self.policies or self.services or self.changes)

    @property
    def callouts(self) -> Iterator[tuple[PolicyDifference, Step | None, Callout]]:
        """What nobody may miss, each with its policy and, if it is about one, its step."""
        for policy in self.policies:
            yield from ((policy, None, callout) for callout in policy.callouts)
            for step in policy.steps:
                found = step.review.callouts if step.review else ()
                yield from ((policy, step, callout) for callout in (*step.callouts, *found))


def compare_catalogues(
    old: Catalogue,
    new: Catalogue,
    labels: tuple[str, str],
    unread: Collection[PurePosixPath] = (),
) -> CatalogueDifference:
    """What differs between two states of the data.

    What could not be read in one of them is left out: `unread` are files and folders with
    problems.
    """
    services = [{s.id: s.at for s in catalogue.services} for catalogue in (old, new)]
    changes = [{f"{c.service}/{c.id}": c.at for c in _own(state)} for state in (old, new)]
    renames = [*_renames(new)]
    lost = {path.parts[0] for path in unread if path.parts[1:] in ((), (ABOUT,))}
    return CatalogueDifference(
        *labels,
        policies=tuple(_policies(old, new)),
        services=tuple(f for f in _files(services, renames) if f.name not in lost),
        changes=tuple(
            file
            for file in _files(changes, renames)
            if not _is_unread(file, lost, unread) and not _went_along(file, new)
        ),
        is_whole=not unread,
    )


def compare_documents(old: Document, new: Document, labels: tuple[str, str]) -> CatalogueDifference:
    """What differs between two documents, as if it were all that differs."""
    found = review(old, new)
    policy = PolicyDifference(labels[1], Kind.CHANGED, (Step(*labels, found),))
    return CatalogueDifference(*labels, policies=(policy,) if found else ())


def _is_unread(
    change: FileDifference, services: Collection[str], unread: Collection[PurePosixPath]
) -> bool:
    """Whether a change, its folder or its service could not be read."""
    service, _, name = change.name.partition("/")
    folder = PurePosixPath(service, CHANGES)
    return service in services or folder in unread or folder / f"{name}.yaml" in unread


def _went_along(change: FileDifference, new: Catalogue) -> bool:
    """Whether nothing happened to a change but that its service has another name."""
    if change.words or not change.names:
        return False
    (was, old), (service, name) = (names.split("/") for names in change.names)
    return old == name and was in new.service(service).formerly


def _own(catalogue: Catalogue) -> Iterator[Change]:
    """The changes that have a file."""
    changes = chain.from_iterable(service.changes for service in catalogue.services)
    return (change for change in changes if not change.at.pointer)


def _policies(old: Catalogue, new: Catalogue) -> Iterator[PolicyDifference]:
    renamed = _renamed(old, new)
    names = {is_now: was for was, is_now in renamed.items()}
    for name in sorted((old.policies.keys() | new.policies.keys()) - renamed.keys()):
        former = names.get(name, name)
        if {name, former} & {*old.unread, *new.unread}:
            continue
        before, after = old.policies.get(former), new.policies.get(name)
        if before and after:
            if changed := _changed(before, after):
                yield changed
        elif after:
            steps = (Step(None, v.label, review(None, v.document)) for v in _shown(after))
            yield PolicyDifference(name, Kind.ADDED, tuple(steps))
        else:
            yield PolicyDifference(name, Kind.REMOVED, callouts=(_gone(name, new),))


def _renamed(old: Catalogue, new: Catalogue) -> Mapping[str, str]:
    """The new names by the old ones of policies that have another one, as their aliases say."""
    renamed: dict[str, str] = {}
    for policy in new.policies.values():
        gone = (name for name in policy.formerly if name in old.policies and name not in new.known)
        if policy.name not in old.policies and (former := next(gone, None)):
            renamed.setdefault(former, policy.name)
    return renamed


def _gone(name: str, new: Catalogue) -> Callout:
    heir = new.names.get(name.lower())
    if heir:
        phrase = Phrase("the policy is gone, and {} takes its place", ([heir],))
        return Callout(CalloutKind.POLICY_GONE, phrase)
    return Callout(CalloutKind.POLICY_GONE, Phrase("the policy is gone"))


def _shown(policy: Policy) -> Iterable[Version]:
    """The version of a new policy that is told of."""
    return [policy.default or policy.versions[-1]] if policy.versions else []


def _changed(old: Policy, new: Policy) -> PolicyDifference:
    return PolicyDifference(
        name=new.name,
        kind=Kind.CHANGED,
        steps=tuple(_steps(old, new)),
        words=_keys(old.at, new.at),
        default=_defaults(old, new),
        services=(old.service, new.service) if old.service != new.service else None,
        names=(old.name, new.name) if old.name != new.name else None,
    )


def _defaults(old: Policy, new: Policy) -> tuple[str | None, str | None] | None:
    """The default versions, if they differ. One whose document could not be read says nothing."""
    before = old.default.label if old.default else None
    after = new.default.label if new.default else None
    is_known = not any(policy.unread and not policy.default for policy in (old, new))
    return (before, after) if before != after and is_known else None


def _steps(old: Policy, new: Policy) -> Iterator[Step]:
    """Each version that is new, edited or gone, and the step between default versions."""
    before = {version.number: version for version in old.versions}
    after = {version.number: version for version in new.versions}
    told: set[tuple[int, int]] = set()
    for number in sorted(before.keys() | after.keys()):
        if number in old.unread or number in new.unread:
            continue
        was, is_now = before.get(number), after.get(number)
        if is_now is None:
            label = f"v{number}"
            gone = Callout(CalloutKind.VERSION_GONE, Phrase("the version is gone"))
            yield Step(label, None, None, (gone,))
        elif was is None:
            previous = new.before(number)
            told.add((previous.number if previous else 0, number))
            yield _step(previous, is_now)
        elif was.document.data != is_now.document.data:
            told.add((number, number))
            phrase = Phrase("was there already and is not the same: a version never changes")
            edited = Callout(CalloutKind.VERSION_EDITED, phrase)
            yield Step(was.label, is_now.label, review(was.document, is_now.document), (edited,))
    if (
        old.default
        and new.default
        and old.default.number != new.default.number
        and (old.default.number, new.default.number) not in told
    ):
        yield _step(old.default, new.default)


def _step(old: Version | None, new: Version) -> Step:
    return Step(
        old.label if old else None,
        new.label,
        review(old.document if old else None, new.document),
    )


def _files(
    states: Sequence[Mapping[str, Place]], renames: Iterable[tuple[str, str]]
) -> Iterator[FileDifference]:
    old, new = states
    former: dict[str, str] = {}
    for was, name in renames:
        if was in old and was not in new and name in new and name not in old:
            former.setdefault(name, was)
    for name in sorted({*old, *new} - {*former.values()}):
        was = former.get(name, name)
        names = (was, name) if was != name else None
        if was not in old:
            yield FileDifference(name, Kind.ADDED)
        elif name not in new:
            yield FileDifference(name, Kind.REMOVED)
        elif (words := _keys(old[was], new[name])) or names:
            yield FileDifference(name, Kind.CHANGED, words, names)


def _renames(new: Catalogue) -> Iterator[tuple[str, str]]:
    """What services and changes may have been called before, as aliases say, and are now."""
    for service in new.services:
        yield from ((was, service.id) for was in service.formerly)
        for change in service.changes:
            now = f"{service.id}/{change.id}"
            yield from ((f"{was}/{change.id}", now) for was in service.formerly)
            for alias in change.aliases:
                of, _, was = alias.text.rpartition("#")
                yield f"{of or service.id}/{was}", now


def _keys(old: Place, new: Place) -> tuple[str, ...]:
    """The keys of two files whose values differ."""
    before, after = _data(old), _data(new)
    keys = dict.fromkeys((*before, *after))
    return tuple(key for key in keys if before.get(key) != after.get(key))


def _data(at: Place) -> Mapping[str, object]:
    return at.origin.data if isinstance(at.origin, Source) else {}
