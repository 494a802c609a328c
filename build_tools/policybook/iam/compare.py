"""What changed between two documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policybook.iam.pattern import covered, overlaps, uncovered
from policybook.model import Document, Effect, Statement


@dataclass(frozen=True, slots=True)
class Difference:
    """What a document allows that the one before did not, and the reverse.

    `added` and `removed` are action patterns as written. `reshaped` says that something other
    than the allowed actions differs: effects, resources, conditions or statements. The order of
    anything and the Sids do not count.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    reshaped: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.reshaped)


def allowed(document: Document) -> tuple[str, ...]:
    """The action patterns that a document allows, as written, each once, in order."""
    return _once(action for statement in _allowing(document) for action in statement.actions)


def allows(document: Document, action: str) -> bool:
    """Whether a document allows all that `action` matches, by name or by all but a few."""
    return covered(action, allowed(document)) or _lets_through(document, action)


def excepted(document: Document) -> tuple[str, ...] | None:
    """What a document leaves out where it allows all actions but some; None where it does not.

    An action is left out only if no statement allows it.
    """
    lists = [s.not_actions for s in _allowing(document) if s.not_actions]
    if not lists:
        return None
    return _once(
        action
        for actions in lists
        for action in actions
        if all(covered(action, other) for other in lists) and not covered(action, allowed(document))
    )


def compare(old: Document, new: Document) -> Difference:
    """What changed from `old` to `new`."""
    kept = _folded(allowed(old)) & _folded(allowed(new))
    return Difference(
        added=tuple(_beyond(new, old)),
        removed=tuple(_beyond(old, new)),
        reshaped=_shape(old, kept) != _shape(new, kept),
    )


def _beyond(document: Document, other: Document) -> Iterator[str]:
    """The action patterns that `document` allows and `other` does not."""
    for action in uncovered(allowed(document), allowed(other)):
        if not _lets_through(other, action):
            yield action


def _lets_through(document: Document, action: str) -> bool:
    """Whether a statement that allows all actions but some allows `action`."""
    return any(
        not any(overlaps(exception, action) for exception in statement.not_actions)
        for statement in _allowing(document)
        if statement.not_actions
    )


def _allowing(document: Document) -> Iterator[Statement]:
    return (statement for statement in document.statements if statement.effect is Effect.ALLOW)


def _shape(document: Document, kept: frozenset[str]) -> Counter[object]:
    """All that a document says, but for the actions that came or went."""
    return Counter(_key(statement, kept) for statement in document.statements)


def _key(statement: Statement, kept: frozenset[str]) -> tuple[object, ...]:
    actions = _folded(statement.actions)
    return (
        statement.effect,
        actions & kept if statement.effect is Effect.ALLOW else actions,
        _folded(statement.not_actions),
        frozenset(statement.resources),
        frozenset(statement.not_resources),
        frozenset(
            (
                operator,
                key.lower(),
                frozenset(map(str, value if isinstance(value, list) else [value])),
            )
            for operator, keys in statement.condition.items()
            for key, value in keys.items()
        ),
    )


def _folded(actions: Iterable[str]) -> frozenset[str]:
    return frozenset(action.lower() for action in actions)


def _once(actions: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for action in actions:
        seen.setdefault(action.lower(), action)
    return tuple(seen.values())
