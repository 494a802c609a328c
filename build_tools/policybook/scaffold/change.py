"""The entry of the update history that tells what really changed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from policybook import rules, schemas
from policybook.choice import Choice
from policybook.iam.compare import Difference
from policybook.iam.meaning import folded
from policybook.lint import lint
from policybook.model import (
    Change,
    Policy,
    PolicyRef,
    Prose,
    Service,
    Text,
    Update,
    UpdateKind,
    Version,
)
from policybook.problem import Place, Problem
from policybook.rule import Context
from policybook.rules.change_not_covered import change_not_covered
from policybook.scaffold.words import paragraph, text_of
from policybook.schemas import Kind
from policybook.source.files import taken
from policybook.source.names import CHANGES
from policybook.source.source import Whole

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST_NAME = 60
_LOOKS_AT_CHANGES = (Change, Update, Prose, Service)

Step = tuple[Policy, Version]
"""A version of a policy that a change announces."""


def path_of(service: str, day: date, title: str) -> PurePosixPath:
    """The file of a change, named after its date and the words of its title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = "-".join(_WORD.findall(plain)) or "change"
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME + 1].rpartition("-")[0] or name[:_LONGEST_NAME]
    return PurePosixPath(service, CHANGES, f"{day}-{name}.yaml")


def new_change(path: PurePosixPath, day: date, title: str, text: str | None) -> Change:
    """A change without updates; its service and id are what its path says."""
    at = Place(Whole(path))
    words = Text(at / "text", paragraph(text)) if text else None
    return Change(at, path.stem, path.parts[0], title, day, words, ())


def updates(steps: Iterable[Step], at: Place, context: Context) -> Iterator[Update]:
    """What happened in each version, policies to which the same happened together.

    Where the version before is not recorded, what came and went is not known and left out.
    """
    groups: dict[tuple[object, ...], Update] = {}
    turns: Counter[str] = Counter()
    for policy, version in steps:
        turns[policy.name] += 1
        kind = UpdateKind.NEW if version.number == 1 else UpdateKind.UPDATED
        real = context.step(policy, version) or Difference()
        lists = real.added, real.removed, real.widened, real.narrowed
        key = kind, turns[policy.name], *map(folded, lists)
        known = groups.setdefault(key, Update(at, kind, (), *lists))
        ref = PolicyRef(at, at, policy.name, version.number)
        groups[key] = replace(known, policies=(*known.policies, ref))
    yield from groups.values()


def announcement(service: str, policy: str, day: date) -> Change:
    """The change that announces a new policy with its first version."""
    title = f"New policy {policy}"
    change = new_change(path_of(service, day, title), day, title, None)
    ref = PolicyRef(change.at, change.at, policy, 1)
    return replace(change, updates=(Update(change.at, UpdateKind.NEW, (ref,)),))


def covering(policies: Iterable[Policy], actions: Sequence[str], at: Place) -> Update:
    """That policies allowed actions already, in the versions that are in force."""
    refs = tuple(
        PolicyRef(at, at, policy.name, policy.default.number if policy.default else None)
        for policy in policies
    )
    return Update(at, UpdateKind.COVERED, refs, covered=tuple(actions))


def covers_already(policy: Policy, actions: Sequence[str], context: Context) -> bool:
    """Whether the policy in force allows all the actions, and by a wildcard."""
    update = covering([policy], actions, policy.at)
    return policy.default is not None and not any(change_not_covered.find(update, context))


def change_text(change: Change) -> str:
    """The file of a change."""
    return text_of(
        {
            "title": change.title,
            "date": change.date.isoformat(),
            "text": change.text.markdown if change.text else None,
            "updates": [_update(update) for update in change.updates],
        }
    )


def problems(change: Change, context: Context, choice: Choice) -> list[Problem]:
    """What the rules find in a change that is not part of the catalogue yet.

    What its file would not take comes first: an action may have marks that no action can have.
    """
    source, faults = taken(change_text(change).encode(), change.at.origin.path)
    if source:
        faults = schemas.validate(source, Kind.CHANGE)
    if faults:
        return faults
    catalogue = context.catalogue
    service = catalogue.service(change.service)
    history = sorted((change, *service.changes), key=lambda c: (c.date, c.id), reverse=True)
    after = replace(service, changes=tuple(history))
    services = tuple(after if old is service else old for old in catalogue.services)
    found = lint(
        Context(replace(catalogue, services=services), context.today, context.base),
        [rule for rule in rules.ALL if rule.on in _LOOKS_AT_CHANGES],
        choice,
        is_whole=False,
    )
    return [problem for problem in found if problem.file == change.at.origin.path]


def _update(update: Update) -> Mapping[str, object]:
    versions = {ref.name: f"v{ref.version}" for ref in update.policies if ref.version}
    names = [ref.name for ref in update.policies]
    lists = {
        "added": update.added,
        "removed": update.removed,
        "widened": update.widened,
        "narrowed": update.narrowed,
        "covered": update.covered,
    }
    return {
        "kind": str(update.kind),
        "policies": versions if len(versions) == len(names) else names,
        **{key: list(actions) for key, actions in lists.items() if actions},
    }
