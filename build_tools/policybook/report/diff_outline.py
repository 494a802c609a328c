"""What differs as an outline for people, the same for a terminal and for a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
from policybook.iam.levels import levels_of
from policybook.iam.phrase import Phrase
from policybook.iam.review import Review
from policybook.report.diff_items import Item, Mark, cut
from policybook.report.diff_statements import statement_item, statement_label
from policybook.words import counted


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
            sections.append(Section(Phrase(title), cut(_file(file) for file in files)))
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
    found = [counted(*count) for count in counts if count[0]]
    told = f"differences in {', '.join(found)}" if found else "no differences"
    return told if difference.is_whole else f"{told}; some data could not be read"


def _callout(policy: PolicyDifference, step: Step | None, callout: Callout) -> Item:
    label = (step.new or step.old) if step else None
    names = [policy.name, *([label] if label and label != policy.name else [])]
    text = " ".join("{}" for _ in names)
    lists: list[Sequence[str]] = [[name] for name in names]
    if callout.statement:
        statement = statement_label(callout.statement)
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
    if policy.names:
        old, new = policy.names
        yield Item(Mark.RENAMED, Phrase("{} → {}", ([old], [new])))
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
    if step.old and (actions := cut(_actions(step.review.difference))):
        yield Item(Mark.PLAIN, Phrase("actions"), items=actions)
    if step.review.contrasts:
        found = cut(statement_item(contrast) for contrast in step.review.contrasts)
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


def _file(file: FileDifference) -> Item:
    mark = Mark.RENAMED if file.names else Mark[file.kind.name]
    names = [[name] for name in file.names or (file.name,)]
    text = " → ".join("{}" for _ in names)
    if file.words:
        return Item(mark, Phrase(f"{text}: {{}}", (*names, file.words)))
    return Item(mark, Phrase(text, tuple(names)))
