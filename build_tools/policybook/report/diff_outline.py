"""What differs as an outline for people, the same for a terminal and for a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from policybook.difference import (
    CatalogueDifference,
    FileDifference,
    Kind,
    PolicyDifference,
    Step,
)
from policybook.iam.actions import AccessLevel
from policybook.iam.callouts import Callout
from policybook.iam.compare import Difference
from policybook.iam.contrast import Contrast, Limit, Limits, Patterns
from policybook.iam.levels import levels_of
from policybook.iam.phrase import Phrase
from policybook.iam.review import Review
from policybook.model import Effect, Statement

_MOST = 40
"""How many lines of a kind are shown; JSON has them all."""


class Mark(Enum):
    """What happened to something: a sign, and the word for it."""

    PLAIN = "", ""
    ADDED = "+", "added"
    REMOVED = "-", "removed"
    WIDENED = ">", "wider"
    NARROWED = "<", "narrower"
    CHANGED = "~", "changed"
    CALLOUT = "!", "look at this"

    @property
    def sign(self) -> str:
        """One character."""
        return self.value[0]

    @property
    def word(self) -> str:
        """The word."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Item:
    """A line with those below it; `note` is our own words only."""

    mark: Mark
    phrase: Phrase
    note: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title."""

    title: Phrase
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What is compared, what nobody may miss, and all the rest."""

    title: Phrase
    summary: str
    callouts: tuple[Item, ...]
    sections: tuple[Section, ...]


def outline(difference: CatalogueDifference) -> Outline:
    """What differs, the gravest first."""
    sections = [_policy(policy) for policy in difference.policies]
    for title, files in (("Services", difference.services), ("Changes", difference.changes)):
        if files:
            sections.append(Section(Phrase(title), _cut(_file(file) for file in files)))
    return Outline(
        title=Phrase("{} → {}", ([difference.old], [difference.new])),
        summary=_summary(difference),
        callouts=tuple(_callout(*found) for found in difference.callouts),
        sections=tuple(sections),
    )


def _summary(difference: CatalogueDifference) -> str:
    counts = (
        (len(difference.policies), "policy", "policies"),
        (len(difference.services), "service", "services"),
        (len(difference.changes), "change", "changes"),
    )
    found = [f"{number:,} {one if number == 1 else many}" for number, one, many in counts if number]
    return f"differences in {', '.join(found)}" if found else "no differences"


def _callout(policy: PolicyDifference, step: Step | None, callout: Callout) -> Item:
    label = (step.new or step.old) if step else None
    names = [policy.name, *([label] if label and label != policy.name else [])]
    text = " ".join("{}" for _ in names)
    lists: list[Sequence[str]] = [[name] for name in names]
    if callout.statement:
        statement = _label(callout.statement)
        text += f", {statement.text}"
        lists += statement.names
    return Item(
        Mark.CALLOUT,
        Phrase(f"{text}: {callout.phrase.text}", (*lists, *callout.phrase.names)),
    )


def _policy(policy: PolicyDifference) -> Section:
    state = {Kind.ADDED: " (new)", Kind.REMOVED: " (gone)", Kind.CHANGED: ""}[policy.kind]
    return Section(Phrase(f"{{}}{state}", ([policy.name],)), tuple(_facts(policy)))


def _facts(policy: PolicyDifference) -> Iterator[Item]:
    if policy.services:
        old, new = policy.services
        yield Item(Mark.CHANGED, Phrase("service: {} → {}", ([old], [new])))
    if policy.default:
        labels = [label or "none" for label in policy.default]
        yield Item(Mark.CHANGED, Phrase(f"default version: {' → '.join(labels)}"))
    if policy.words:
        yield Item(Mark.CHANGED, Phrase("policy.yaml: {}", (policy.words,)))
    for step in policy.steps:
        yield Item(Mark.PLAIN, _step(step), items=tuple(_review(step)))


def _step(step: Step) -> Phrase:
    if step.old is None:
        return Phrase("{} (new)", ([step.new or ""],))
    if step.new is None:
        return Phrase("{} (gone)", ([step.old],))
    if step.old == step.new:
        return Phrase("{} (edited)", ([step.new],))
    return Phrase("{} → {}", ([step.old], [step.new]))


def _review(step: Step) -> Iterator[Item]:
    if step.review is None:
        return
    yield from _opened(step.review)
    # All of a document that is new is new: its statements say so better than its actions.
    if step.old and (actions := _cut(_actions(step.review.difference))):
        yield Item(Mark.PLAIN, Phrase("actions"), items=actions)
    if step.review.contrasts:
        found = _cut(_statement(contrast) for contrast in step.review.contrasts)
        yield Item(Mark.PLAIN, Phrase("statements"), items=found)
    if not step.review:
        yield Item(Mark.PLAIN, Phrase("says the same in other words"))


def _opened(review: Review) -> Iterator[Item]:
    for level in AccessLevel:
        services = [service for service, of_it in review.opened.items() if level in of_it]
        if services:
            yield Item(Mark.PLAIN, Phrase(f"opens {level} in {{}}", (services,)))


def _actions(difference: Difference) -> Iterator[Item]:
    for pattern in difference.added:
        yield Item(Mark.ADDED, Phrase("{}", ([pattern],)), _levels(pattern))
    for pattern in difference.widened:
        yield Item(Mark.WIDENED, Phrase("{}", ([pattern],)), "may be allowed more")
    for pattern in difference.removed:
        yield Item(Mark.REMOVED, Phrase("{}", ([pattern],)), _levels(pattern))
    for pattern in difference.narrowed:
        yield Item(Mark.NARROWED, Phrase("{}", ([pattern],)), "may be allowed less")


def _levels(pattern: str) -> str:
    return ", ".join(levels_of(pattern)) or "unknown"


def _statement(contrast: Contrast) -> Item:
    label = _label(contrast.statement)
    if contrast.old and contrast.new:
        return Item(Mark.CHANGED, label, items=_cut(_contrast(contrast)))
    mark = Mark.REMOVED if contrast.new is None else Mark.ADDED
    grant = _grant(contrast.statement)
    limits = contrast.limits.added or contrast.limits.dropped
    return Item(
        mark,
        Phrase(f"{label.text} {grant.text}", (*label.names, *grant.names)),
        items=_cut(Item(Mark.PLAIN, _limit("if", limit)) for limit in limits),
    )


def _label(statement: Statement) -> Phrase:
    return Phrase("{}", ([statement.sid],)) if statement.sid else Phrase(statement.label)


def _grant(statement: Statement) -> Phrase:
    verb = "allows" if statement.effect is Effect.ALLOW else "denies"
    actions = "all actions but {}" if statement.not_actions else "{}"
    resources = "all resources but {}" if statement.not_resources else "{}"
    return Phrase(
        f"{verb} {actions} on {resources}",
        (
            statement.not_actions or statement.actions,
            statement.not_resources or statement.resources,
        ),
    )


def _contrast(contrast: Contrast) -> Iterator[Item]:
    if contrast.sids:
        old, new = ([sid] if sid else [] for sid in contrast.sids)
        texts = ["{}" if sid else "none" for sid in contrast.sids]
        names = tuple(filter(None, (old, new)))
        yield Item(Mark.CHANGED, Phrase(f"Sid: {' → '.join(texts)}", names))
    if contrast.effects:
        yield Item(Mark.CHANGED, Phrase(f"effect: {' → '.join(contrast.effects)}"))
    yield from _patterns("actions", contrast.actions)
    yield from _patterns("all actions but", contrast.all_but)
    yield from _patterns("resources", contrast.resources)
    yield from _patterns("all resources but", contrast.resources_all_but)
    yield from _limits(contrast.limits)


def _patterns(what: str, patterns: Patterns) -> Iterator[Item]:
    if patterns.added:
        yield Item(Mark.ADDED, Phrase(f"{what}: {{}}", (patterns.added,)))
    for swap in patterns.widened:
        yield Item(Mark.WIDENED, Phrase(f"{what}: {{}} → {{}}", (swap.old, swap.new)))
    if patterns.removed:
        yield Item(Mark.REMOVED, Phrase(f"{what}: {{}}", (patterns.removed,)))
    for swap in patterns.narrowed:
        yield Item(Mark.NARROWED, Phrase(f"{what}: {{}} → {{}}", (swap.old, swap.new)))


def _limits(limits: Limits) -> Iterator[Item]:
    for limit in limits.added:
        yield Item(Mark.ADDED, _limit("condition", limit))
    for limit in limits.dropped:
        yield Item(Mark.REMOVED, _limit("condition", limit))
    for old, new in limits.changed:
        if str(old).lower() != str(new).lower():
            phrase = Phrase(
                "condition {}: {} → {}: {}", ([str(old)], old.values, [str(new)], new.values)
            )
            yield Item(Mark.CHANGED, phrase)
            continue
        came = [value for value in new.values if value not in old.values]
        gone = [value for value in old.values if value not in new.values]
        items = [
            Item(mark, Phrase("{}", (values,)))
            for mark, values in ((Mark.ADDED, came), (Mark.REMOVED, gone))
            if values
        ]
        yield Item(Mark.CHANGED, Phrase("condition {}", ([str(new)],)), items=tuple(items))


def _limit(word: str, limit: Limit) -> Phrase:
    return Phrase(f"{word} {{}}: {{}}", ([str(limit)], limit.values))


def _file(file: FileDifference) -> Item:
    mark = Mark[file.kind.name]
    if file.words:
        return Item(mark, Phrase("{}: {}", ([file.name], file.words)))
    return Item(mark, Phrase("{}", ([file.name],)))


def _cut(items: Iterable[Item]) -> tuple[Item, ...]:
    """The first items, and how many there are beyond them."""
    found = tuple(items)
    more = len(found) - _MOST
    if more <= 0:
        return found
    return (*found[:_MOST], Item(Mark.PLAIN, Phrase(f"and {more:,} more")))
