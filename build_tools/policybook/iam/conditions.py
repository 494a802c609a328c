"""Condition operators, and the comparisons that a statement makes with them.

IAM User Guide: IAM JSON policy elements, Condition operators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from policybook.iam.elements import OPERATORS
from policybook.model import Statement
from policybook.problem import Place

_OPERATOR = re.compile(r"(?:(ForAllValues|ForAnyValue):)?([A-Za-z]*?)(IfExists)?")


class Kind(StrEnum):
    """What a condition operator takes keys and values for."""

    STRING = "String"
    NUMERIC = "Numeric"
    DATE = "Date"
    BOOL = "Bool"
    BINARY = "Binary"
    IP = "IpAddress"
    ARN = "Arn"
    NULL = "Null"


@dataclass(frozen=True, slots=True)
class Operator:
    """A condition operator: `ForAnyValue:StringLikeIfExists` is StringLike with both additions."""

    quantifier: str | None
    name: str
    if_exists: bool

    @property
    def kind(self) -> Kind:
        """What it takes keys and values for."""
        return _kind(self.name)

    @property
    def takes_patterns(self) -> bool:
        """Whether its values are patterns, with `*` and `?`."""
        # `ArnEquals` is the same as `ArnLike`.
        return "Like" in self.name or self.kind is Kind.ARN

    @property
    def is_negated(self) -> bool:
        """Whether it holds where none of its values match."""
        return "Not" in self.name


@dataclass(frozen=True, slots=True)
class Comparison:
    """A condition key that a statement compares with values, as texts.

    `operator` is as written: it need not be one that IAM knows. Then `by` is None.
    """

    statement: Statement
    operator: str
    by: Operator | None
    key: str
    values: tuple[str, ...]
    is_listed: bool

    @property
    def at(self) -> Place:
        """Where what the key is compared with stands."""
        return self.statement.at / "Condition" / self.operator / self.key

    @property
    def key_at(self) -> Place:
        """Where the key stands."""
        return replace(self.at, is_key=True)

    def each(self) -> Iterator[tuple[Place, str]]:
        """The values, each with its place."""
        at = self.at
        for index, text in enumerate(self.values):
            yield at / index if self.is_listed else at, text


@cache
def _kind(name: str) -> Kind:
    positive = name.removeprefix("Not")
    return next(kind for kind in Kind if positive.startswith(kind))


@cache
def operator(text: str) -> Operator | None:
    """The condition operator that a text is. Upper and lower case count."""
    match = _OPERATOR.fullmatch(text)
    if not match or match.group(2) not in OPERATORS:
        return None
    quantifier, name, if_exists = match.groups()
    return Operator(quantifier, name, if_exists is not None)


def comparisons(statement: Statement) -> Iterator[Comparison]:
    """All comparisons of a statement; all of them have to hold."""
    for name, keys in statement.condition.items():
        by = operator(name)
        for key, value in keys.items():
            is_listed = isinstance(value, list)
            values = tuple(map(written, value if is_listed else (value,)))
            yield Comparison(statement, name, by, key, values, is_listed)


def written(value: object) -> str:
    """A condition value as IAM compares it: JSON's numbers, true and false are texts too."""
    return str(value).lower() if isinstance(value, bool) else str(value)
