"""What changed between two documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from policybook.iam.pattern import covered
from policybook.model import Document, Effect, Statement


@dataclass(frozen=True, slots=True)
class Difference:
    """What a document allows that the one before did not, and the reverse.

    `added` and `removed` are action patterns as written. `reshaped` says that something other
    than the allowed actions differs: effects, resources, conditions or statements.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    reshaped: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.reshaped)


def allowed(document: Document) -> tuple[str, ...]:
    """The action patterns that a document allows, as written, each once, in order."""
    return _once(
        action
        for statement in document.statements
        if statement.effect is Effect.ALLOW
        for action in statement.actions
    )


def compare(old: Document, new: Document) -> Difference:
    """What changed from `old` to `new`."""
    before, after = allowed(old), allowed(new)
    return Difference(
        added=tuple(action for action in after if not covered(action, before)),
        removed=tuple(action for action in before if not covered(action, after)),
        reshaped=_shape(old) != _shape(new),
    )


def _shape(document: Document) -> Counter[object]:
    """All that a document says but which actions it allows."""
    return Counter(_key(statement) for statement in document.statements)


def _key(statement: Statement) -> tuple[object, ...]:
    actions = () if statement.effect is Effect.ALLOW else tuple(sorted(statement.actions))
    return (
        statement.effect,
        actions,
        tuple(sorted(statement.not_actions)),
        tuple(sorted(statement.resources)),
        tuple(sorted(statement.not_resources)),
        repr(statement.condition),
    )


def _once(actions: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for action in actions:
        seen.setdefault(action.lower(), action)
    return tuple(seen.values())
