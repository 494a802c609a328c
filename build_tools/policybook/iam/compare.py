"""What changed between two documents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policybook.iam.losses import is_allowed, losses
from policybook.iam.meaning import Meaning, meanings
from policybook.iam.pattern import covered
from policybook.model import Document, Effect, Statement


@dataclass(frozen=True, slots=True)
class Difference:
    """What a document allows that the one before did not, and the reverse.

    All are action patterns as written. `removed` are those that are no longer allowed, and
    `narrowed` those of which less may be allowed: on fewer resources, under further conditions,
    or as they are denied. What is in neither is surely kept. Of a statement that allows all
    actions but some, `narrowed` has the exceptions that are new, or `*` where there is more to
    it. `added` and `widened` are the same seen from the other side.

    `reshaped` says that something other than the allowed actions differs: effects, resources,
    conditions or statements. The order of anything and the Sids do not count.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    widened: tuple[str, ...] = ()
    narrowed: tuple[str, ...] = ()
    reshaped: bool = False

    def __bool__(self) -> bool:
        lists = self.added, self.removed, self.widened, self.narrowed
        return self.reshaped or any(lists)


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two documents are the same JSON, in whichever order of keys."""
    return one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def allowed(document: Document) -> tuple[str, ...]:
    """The action patterns that a document allows, as written, each once, in order."""
    return _once(action for statement in _allowing(document) for action in statement.actions)


def allows(document: Document, action: str) -> bool:
    """Whether a document allows all that `action` matches, by name or by all but a few."""
    return is_allowed(meanings(document), action.lower())


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
    before, after = meanings(old), meanings(new)
    if Counter(before) == Counter(after):
        return Difference()
    removed, narrowed = losses(before, after)
    added, widened = losses(after, before)
    kept = _named(before) & _named(after)
    return Difference(
        added=_written(added, new, old),
        removed=_written(removed, old, new),
        widened=_written(widened, new, old),
        narrowed=_written(narrowed, old, new),
        reshaped=_shape(before, kept) != _shape(after, kept),
    )


def _allowing(document: Document) -> Iterator[Statement]:
    return (statement for statement in document.statements if statement.effect is Effect.ALLOW)


def _written(patterns: set[str], *documents: Document) -> tuple[str, ...]:
    """Patterns in lower case as the documents write them, in the order in which they do."""
    if not patterns:
        return ()
    names = (
        name
        for document in documents
        for statement in document.statements
        for name in (*statement.actions, *statement.not_actions)
    )
    return _once(name for name in (*names, "*") if name.lower() in patterns)


def _named(document: Iterable[Meaning]) -> frozenset[str]:
    """The action patterns that a document allows."""
    return frozenset[str]().union(*(m.actions.patterns for m in document if _gives(m)))


def _shape(document: Sequence[Meaning], kept: frozenset[str]) -> Counter[object]:
    """All that a document says, but for the actions that came or went."""
    return Counter(
        (
            statement.effect,
            statement.actions.patterns & kept if _gives(statement) else statement.actions,
            statement.resources,
            statement.condition,
        )
        for statement in document
    )


def _gives(statement: Meaning) -> bool:
    return statement.effect is Effect.ALLOW and not statement.actions.all_but


def _once(actions: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for action in actions:
        seen.setdefault(action.lower(), action)
    return tuple(seen.values())
