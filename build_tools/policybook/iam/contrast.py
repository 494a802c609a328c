"""How a statement differs from the one that it was before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from policybook.iam import glob
from policybook.iam.conditions import comparisons
from policybook.iam.matching import Pair, match
from policybook.iam.resources import marked
from policybook.model import Document, Effect, Statement


@dataclass(frozen=True, slots=True)
class Swap:
    """Patterns that took the place of others, one of which covers all on the other side."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """How a list of patterns changed, each as written."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    widened: tuple[Swap, ...] = ()
    narrowed: tuple[Swap, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.widened or self.narrowed)


@dataclass(frozen=True, slots=True)
class Limit:
    """One line of a condition as written: the key is compared with the values."""

    operator: str
    key: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        """What is compared by what, without the values."""
        return f"{self.operator} {self.key}"

    @property
    def as_data(self) -> Mapping[str, Any]:
        """The line as a condition of its own, as JSON has it."""
        return {self.operator: {self.key: list(self.values)}}


@dataclass(frozen=True, slots=True)
class Limits:
    """How a condition changed; a line that changed is there before and after."""

    added: tuple[Limit, ...] = ()
    dropped: tuple[Limit, ...] = ()
    changed: tuple[tuple[Limit, Limit], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.changed)


@dataclass(frozen=True, slots=True)
class Contrast:
    """A statement before and after, and what is different.

    Where it came or went, one side is None and all that it says is different. `all_but` and
    `resources_all_but` are the lists of NotAction and NotResource.
    """

    old: Statement | None
    new: Statement | None
    actions: Patterns = field(default_factory=Patterns)
    all_but: Patterns = field(default_factory=Patterns)
    resources: Patterns = field(default_factory=Patterns)
    resources_all_but: Patterns = field(default_factory=Patterns)
    limits: Limits = field(default_factory=Limits)

    @property
    def statement(self) -> Statement:
        """The statement as it is now or, if it went, as it was."""
        return Pair(self.old, self.new).statement

    @property
    def effects(self) -> tuple[Effect, Effect] | None:
        """The effect before and after, if the two differ."""
        if self.old and self.new and self.old.effect is not self.new.effect:
            return self.old.effect, self.new.effect
        return None

    @property
    def sids(self) -> tuple[str | None, str | None] | None:
        """The Sid before and after, if the two differ."""
        if self.old and self.new and self.old.sid != self.new.sid:
            return self.old.sid, self.new.sid
        return None

    def __bool__(self) -> bool:
        lists = self.actions, self.all_but, self.resources, self.resources_all_but, self.limits
        is_whole = self.old is None or self.new is None
        return is_whole or any(lists) or bool(self.effects or self.sids)


def contrasts(old: Document, new: Document) -> tuple[Contrast, ...]:
    """The statements that differ from one document to the next, in the order of the new one."""
    return tuple(filter(None, map(_contrast, match(old, new))))


def _contrast(pair: Pair) -> Contrast:
    nothing = replace(
        pair.statement, actions=(), not_actions=(), resources=(), not_resources=(), condition={}
    )
    old, new = pair.old or nothing, pair.new or nothing
    return Contrast(
        pair.old,
        pair.new,
        actions=_patterns(old.actions, new.actions, str.lower),
        all_but=_patterns(old.not_actions, new.not_actions, str.lower),
        resources=_patterns(old.resources, new.resources, marked),
        resources_all_but=_patterns(old.not_resources, new.not_resources, marked),
        limits=_limits(old, new),
    )


def _patterns(old: Sequence[str], new: Sequence[str], key: Callable[[str], str]) -> Patterns:
    before, after = _by(key, old), _by(key, new)
    gone = {name: text for name, text in before.items() if name not in after}
    came = {name: text for name, text in after.items() if name not in before}
    widened = _covered(gone, by=came)
    inside = {name for names in widened.values() for name in names}
    narrowed = _covered(
        {name: text for name, text in came.items() if name not in widened},
        by={name: text for name, text in gone.items() if name not in inside},
    )
    return Patterns(
        added=_rest(came, [*widened, *(name for names in narrowed.values() for name in names)]),
        removed=_rest(gone, [*narrowed, *inside]),
        widened=tuple(
            Swap(tuple(gone[name] for name in names), (came[wide],))
            for wide, names in widened.items()
        ),
        narrowed=tuple(
            Swap((gone[wide],), tuple(came[name] for name in names))
            for wide, names in narrowed.items()
        ),
    )


def _by(key: Callable[[str], str], texts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(key(text), text)
    return found


def _covered(names: Iterable[str], by: Iterable[str]) -> dict[str, list[str]]:
    """The names that are covered, each below the first pattern that covers it."""
    order = {pattern: number for number, pattern in enumerate(by)}
    index = glob.Index(order)
    found: dict[str, list[str]] = {}
    for name in names:
        wide = min(index.covering(name), key=order.__getitem__, default=None)
        if wide is not None:
            found.setdefault(wide, []).append(name)
    return found


def _rest(texts: dict[str, str], used: Iterable[str]) -> tuple[str, ...]:
    spent = frozenset(used)
    return tuple(text for name, text in texts.items() if name not in spent)


def _limits(old: Statement, new: Statement) -> Limits:
    before, after = _lines(old), _lines(new)
    kept = before.keys() & after.keys()
    gone = [limit for key, limit in before.items() if key not in kept]
    came = [limit for key, limit in after.items() if key not in kept]
    changed = []
    for same in (_operator_and_key, _key):
        for limit in list(came):
            other = next((it for it in gone if same(it) == same(limit)), None)
            if other:
                changed.append((other, limit))
                gone.remove(other)
                came.remove(limit)
    return Limits(tuple(came), tuple(gone), tuple(changed))


def _lines(statement: Statement) -> dict[object, Limit]:
    """The lines of a condition by what they say."""
    found: dict[object, Limit] = {}
    for line in comparisons(statement):
        key = (line.operator, line.key.lower(), frozenset(line.values))
        found.setdefault(key, Limit(line.operator, line.key, line.values))
    return found


def _operator_and_key(limit: Limit) -> object:
    return limit.operator, limit.key.lower()


def _key(limit: Limit) -> object:
    return limit.key.lower()
