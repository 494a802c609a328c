"""What a statement says, however it is written: order, case and one-item lists are gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from policybook.iam import glob
from policybook.iam.implication import Condition, requirements
from policybook.iam.resources import marked
from policybook.iam.variables import LANGUAGE_WITH_VARIABLES
from policybook.model import Document, Effect, Statement


@dataclass(frozen=True)
class Selection:
    """All that some patterns match, or all but that."""

    patterns: frozenset[str]
    all_but: bool = False

    @cached_property
    def index(self) -> glob.Index:
        """The patterns, fast to look up."""
        return glob.Index(self.patterns)

    @property
    def pattern(self) -> str:
        """The pattern of a part."""
        (pattern,) = self.patterns
        return pattern

    @cached_property
    def exception(self) -> Selection:
        """What an all-but leaves out."""
        return Selection(self.patterns)

    def includes(self, other: Selection) -> bool:
        """Whether all of `other` is surely part of this."""
        if self.all_but and other.all_but:
            return other.exception.includes(self.exception)
        if self.all_but:
            return not self.exception.overlaps(other)
        if other.all_but:
            return self.index.covers("*")
        if "*" in self.patterns or self.patterns >= other.patterns:
            return True
        return all(map(self.index.covers, other.patterns))

    def overlaps(self, other: Selection) -> bool:
        """Whether something may be part of both."""
        if self.all_but and other.all_but:
            return True
        if self.all_but:
            return not self.exception.includes(other)
        if other.all_but:
            return other.overlaps(self)
        return any(map(self.index.overlaps, other.patterns))

    @cached_property
    def parts(self) -> tuple[Selection, ...]:
        """The selection pattern by pattern."""
        return (self,) if self.all_but else tuple(map(only, sorted(self.patterns)))

    def parts_near(self, other: Selection) -> Iterable[Selection]:
        """The parts that may have something in common with `other`."""
        if self.all_but or other.all_but:
            return (part for part in self.parts if part.overlaps(other))
        names = {name for pattern in other.patterns for name in self.index.overlapping(pattern)}
        return map(only, names)


def only(pattern: str) -> Selection:
    """All that one pattern matches."""
    return Selection(frozenset((pattern,)))


@dataclass(frozen=True)
class Meaning:
    """The effect on some actions on some resources under some conditions."""

    effect: Effect
    actions: Selection
    resources: Selection
    condition: Condition


def meanings(document: Document) -> tuple[Meaning, ...]:
    """What each statement of a document says, in its order."""
    return _meanings(_Key(document))


class _Key:
    """A document by identity, since its data has no hash."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.document is self.document


@lru_cache(maxsize=64)
def _meanings(key: _Key) -> tuple[Meaning, ...]:
    document = key.document
    has_variables = document.language_version == LANGUAGE_WITH_VARIABLES
    return tuple(_meaning(statement, has_variables) for statement in document.statements)


def _meaning(statement: Statement, has_variables: bool) -> Meaning:
    def resources(texts: Iterable[str]) -> frozenset[str]:
        return frozenset(marked(text, has_variables=has_variables) for text in texts)

    return Meaning(
        effect=statement.effect,
        actions=_selection(folded(statement.actions), folded(statement.not_actions)),
        resources=_selection(resources(statement.resources), resources(statement.not_resources)),
        condition=requirements(statement.condition, has_variables=has_variables),
    )


def _selection(patterns: frozenset[str], exceptions: frozenset[str]) -> Selection:
    return Selection(exceptions, all_but=True) if exceptions else Selection(patterns)


def folded(actions: Iterable[str]) -> frozenset[str]:
    """Actions without regard to case."""
    return frozenset(map(str.lower, actions))
