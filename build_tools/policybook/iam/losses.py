"""What one document allows and another does not, as far as their patterns can tell.

Nothing is called kept unless that is sure. A request is allowed if a statement allows it and none
denies it (IAM User Guide: policy evaluation logic). So a pattern is kept on a resource where

- one statement allows the whole pattern on that resource under the same or a weaker condition, and
- no statement denies what was not denied before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cached_property
from itertools import chain

from policybook.iam import glob
from policybook.iam.implication import follows
from policybook.iam.meaning import Meaning, Selection, only
from policybook.model import Effect


def losses(old: Sequence[Meaning], new: Sequence[Meaning]) -> tuple[set[str], set[str]]:
    """The patterns of `old` that `new` no longer allows, and those of which it may allow less.

    Of a statement that allows all actions but some, these are the exceptions that are new, or `*`.
    """
    step = _Step(old, new)
    removed: set[str] = set()
    narrowed: set[str] = set()
    for statement in _with(Effect.ALLOW, old):
        if statement.actions.all_but:
            narrowed.update(step.exceptions(statement))
            continue
        for pattern in statement.actions.patterns - step.plainly_kept(statement):
            match step.fate(statement, only(pattern)):
                case _Fate.REMOVED:
                    removed.add(pattern)
                case _Fate.NARROWED:
                    narrowed.add(pattern)
    return removed, narrowed - removed


def is_allowed(document: Iterable[Meaning], pattern: str) -> bool:
    """Whether one statement allows the whole pattern on something that no other takes away."""
    statements, actions = tuple(document), only(pattern)
    return any(
        statement.actions.includes(actions) and _undenied(statement, actions, _denials(statements))
        for statement in _with(Effect.ALLOW, statements)
    )


class _Fate(Enum):
    """What became of a pattern that a statement allowed."""

    KEPT = auto()
    NARROWED = auto()
    REMOVED = auto()


class _Step:
    """The step from one document to the next, looked at pattern by pattern."""

    def __init__(self, old: Sequence[Meaning], new: Sequence[Meaning]) -> None:
        self.said = frozenset(new)
        self.allowing = list(_with(Effect.ALLOW, new))
        self.all_but = [statement for statement in self.allowing if statement.actions.all_but]
        self.denials_before, self.denials = _denials(old), _denials(new)
        self.denying_before = list(_with(Effect.DENY, old))
        self.bites = [
            (bite, statement)
            for statement in _with(Effect.DENY, new)
            if statement not in self.denying_before and (bite := self._bite(statement))
        ]
        self.reached: dict[tuple[int, int], frozenset[int]] = {}

    @cached_property
    def naming(self) -> Mapping[str, Sequence[Meaning]]:
        """The statements that allow each pattern."""
        found: defaultdict[str, list[Meaning]] = defaultdict(list)
        for statement in self.allowing:
            if not statement.actions.all_but:
                for pattern in statement.actions.patterns:
                    found[pattern].append(statement)
        return found

    @cached_property
    def index(self) -> glob.Index:
        """All patterns that are allowed."""
        named = (other.actions.patterns for other in self.allowing if not other.actions.all_but)
        return glob.Index(frozenset[str]().union(*named))

    def plainly_kept(self, statement: Meaning) -> frozenset[str]:
        """The patterns of a statement that are kept as they stand: most, and this is fast."""
        if self.bites:
            return frozenset()
        if statement in self.said:
            return statement.actions.patterns
        names = statement.actions.patterns
        found: set[str] = set()
        for other in self.allowing:
            same = () if other.actions.all_but else other.actions.patterns & names
            if same and len(self._reach(statement, other)) == len(statement.resources.parts):
                found |= same
        return frozenset(found)

    def fate(self, statement: Meaning, actions: Selection) -> _Fate:
        """What became of actions that a statement allowed."""
        resources = _undenied(statement, actions, self.denials_before)
        if not resources:
            return _Fate.KEPT  # They were never really allowed.
        candidates = self._candidates(actions)
        if not candidates:
            return _Fate.REMOVED
        reached = frozenset[int]().union(*(self._reach(statement, other) for other in candidates))
        is_kept = resources <= reached and not self._bitten(statement, actions, resources)
        return _Fate.KEPT if is_kept else _Fate.NARROWED

    def exceptions(self, statement: Meaning) -> Iterable[str]:
        """What a statement that allows all actions but some let through, and now may not be."""
        if self.fate(statement, statement.actions) is _Fate.KEPT:
            return ()
        resources = frozenset(range(len(statement.resources.parts)))
        if self._bitten(statement, statement.actions, resources):
            return ("*",)
        before = statement.actions.exception.index
        found = [
            sorted(
                name
                for name in other.actions.patterns
                if not before.covers(name) and self.fate(statement, only(name)) is not _Fate.KEPT
            )
            for other in self.all_but
            if resources <= self._reach(statement, other)
        ]
        return min(found, key=lambda names: (len(names), names), default=("*",))

    def _candidates(self, actions: Selection) -> list[Meaning]:
        """The statements that really allow all of these actions, on whatever resources."""
        if actions.all_but:
            found = [other for other in self.allowing if other.actions.includes(actions)]
        else:
            covering = self.index.covering(actions.pattern)
            found = [other for name in covering for other in self.naming[name]]
            found += (other for other in self.all_but if other.actions.includes(actions))
        return [other for other in found if _undenied(other, actions, self.denials)]

    def _reach(self, statement: Meaning, other: Meaning) -> frozenset[int]:
        """The parts of a statement's resources to which another applies wherever that one did."""
        pair = id(statement), id(other)
        if pair not in self.reached:
            does_follow = follows(other.condition, statement.condition)
            parts = enumerate(statement.resources.parts if does_follow else ())
            self.reached[pair] = frozenset(
                number for number, part in parts if other.resources.includes(part)
            )
        return self.reached[pair]

    def _bite(self, denial: Meaning) -> Selection | None:
        """The actions of a statement that denies which none of before did."""
        parts = [
            part
            for part in denial.actions.parts
            if not self._was_denied([part], [denial.resources], [denial])
        ]
        if denial.actions.all_but:
            return parts[0] if parts else None
        return Selection(frozenset(part.pattern for part in parts)) if parts else None

    def _bitten(self, statement: Meaning, actions: Selection, resources: Iterable[int]) -> bool:
        """Whether a statement may deny some of these actions that none denied before."""
        return any(
            not self._was_denied([part, actions], [denied, resource], [denial, statement])
            for bite, denial in self.bites
            for part in bite.parts_near(actions)
            for resource in (statement.resources.parts[number] for number in resources)
            for denied in denial.resources.parts_near(resource)
        )

    def _was_denied(
        self,
        actions: Sequence[Selection],
        resources: Sequence[Selection],
        under: Sequence[Meaning],
    ) -> bool:
        """Whether one statement of before denied what all these selections have in common."""
        given = frozenset(chain.from_iterable(statement.condition for statement in under))
        return any(
            any(map(denial.actions.includes, actions))
            and any(map(denial.resources.includes, resources))
            and follows(denial.condition, given)
            for denial in self.denying_before
        )


def _with(effect: Effect, document: Iterable[Meaning]) -> Iterator[Meaning]:
    return (statement for statement in document if statement.effect is effect)


def _denials(document: Iterable[Meaning]) -> list[Meaning]:
    """The statements that deny whatever the request."""
    return [statement for statement in _with(Effect.DENY, document) if not statement.condition]


def _undenied(statement: Meaning, actions: Selection, denials: Iterable[Meaning]) -> frozenset[int]:
    """The parts of a statement's resources on which the actions are not denied altogether."""
    near = [denial for denial in denials if denial.actions.includes(actions)]
    parts = statement.resources.parts
    if not near:
        return frozenset(range(len(parts)))
    return frozenset(
        number
        for number, part in enumerate(parts)
        if not any(denial.resources.includes(part) for denial in near)
    )
