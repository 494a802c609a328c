"""Which statement of a document became which of the next, told by what they say.

Half of all published documents have no Sids, so a Sid is a hint and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import cast

from policybook.iam.meaning import Meaning, Selection, meanings
from policybook.iam.pattern import prefix
from policybook.model import Document, Statement

_ENOUGH = 2.75
"""How alike two statements have to be if they have no Sid in common; the most is 6.5."""

_NEAR = 200
"""How far apart two statements may stand, so that huge documents are no trouble."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement before and after; one that came or went has only one side."""

    old: Statement | None
    new: Statement | None

    @property
    def statement(self) -> Statement:
        """The statement as it is now or, if it went, as it was."""
        return self.new or cast("Statement", self.old)


def match(old: Document, new: Document) -> tuple[Pair, ...]:
    """The statements of two documents side by side, in the order of the new one.

    Those that went stand at the end.
    """
    found = _Matching(old, new).pairs()
    kept = (Pair(found.get(statement.number), statement) for statement in new.statements)
    paired = {statement.number for statement in found.values()}
    return (*kept, *(Pair(s, None) for s in old.statements if s.number not in paired))


class _Matching:
    """The search for pairs, the surest first."""

    def __init__(self, old: Document, new: Document) -> None:
        self.meaning = {
            id(statement): meaning
            for document in (old, new)
            for statement, meaning in zip(document.statements, meanings(document), strict=True)
        }
        self.old = {statement.number: statement for statement in old.statements}
        self.new = {statement.number: statement for statement in new.statements}
        self.found: dict[int, Statement] = {}

    def pairs(self) -> dict[int, Statement]:
        """The statement of before for the number of each new one that has one."""
        self._same(lambda statement: (statement.sid, self._means(statement)))
        self._same(self._means)
        self._same(lambda statement: statement.sid, _have_in_common)
        scores = [
            (-score, old.number, new.number)
            for new in self.new.values()
            for old in self._near(new)
            if (score := _likeness(self._means(old), self._means(new))) >= _ENOUGH
        ]
        for _, old_number, new_number in sorted(scores):
            if old_number in self.old and new_number in self.new:
                self._pair(self.old[old_number], self.new[new_number])
        return self.found

    def _same(
        self,
        key: Callable[[Statement], Hashable],
        fits: Callable[[Meaning, Meaning], bool] = lambda one, other: True,  # noqa: ARG005
    ) -> None:
        """Pair the statements that have the same key, in their order."""
        known: defaultdict[Hashable, list[Statement]] = defaultdict(list)
        for statement in reversed(self.old.values()):
            known[key(statement)].append(statement)
        known.pop(None, None)
        for new in list(self.new.values()):
            same = known.get(key(new))
            if same and fits(self._means(same[-1]), self._means(new)):
                self._pair(same.pop(), new)

    def _pair(self, old: Statement, new: Statement) -> None:
        self.found[new.number] = old
        del self.old[old.number], self.new[new.number]

    def _means(self, statement: Statement) -> Meaning:
        return self.meaning[id(statement)]

    def _near(self, new: Statement) -> Iterator[Statement]:
        numbers = range(new.number - _NEAR, new.number + _NEAR + 1)
        if len(self.old) < len(numbers):
            return (old for old in self.old.values() if old.number in numbers)
        return (self.old[number] for number in numbers if number in self.old)


def _have_in_common(one: Meaning, other: Meaning) -> bool:
    return _shared_actions(one.actions, other.actions) > 0 or one.actions.overlaps(other.actions)


def _likeness(one: Meaning, other: Meaning) -> float:
    """How alike two statements are. What most statements have says little."""
    actions = _shared_actions(one.actions, other.actions)
    if not actions:
        return 0
    resources = _shared(one.resources, other.resources)
    condition = float(one.condition == other.condition)
    return (
        4 * actions
        + (resources if one.resources.patterns != {"*"} else resources / 2)
        + (condition if one.condition else condition / 2)
        + (0.5 if one.effect is other.effect else 0)
    )


def _shared_actions(one: Selection, other: Selection) -> float:
    services = {prefix(name) for name in one.patterns}, {prefix(name) for name in other.patterns}
    if one.all_but != other.all_but or services[0].isdisjoint(services[1]):
        return _shared(one, other)
    in_common = len(services[0] & services[1]) / len(services[0] | services[1])
    return max(_shared(one, other), in_common / 4)


def _shared(one: Selection, other: Selection) -> float:
    """Which part of one selection is in the other, and more where they are of one size."""
    if one.all_but != other.all_but or not one.patterns or not other.patterns:
        return 0
    same = len(one.patterns & other.patterns)
    if same:
        smaller = min(len(one.patterns), len(other.patterns))
        return 0.7 * same / smaller + 0.3 * same / len(one.patterns | other.patterns)
    inside = sum(map(other.index.covers, one.patterns)) / len(one.patterns)
    around = sum(map(one.index.covers, other.patterns)) / len(other.patterns)
    return 0.7 * max(inside, around)
