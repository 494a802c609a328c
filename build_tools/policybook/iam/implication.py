"""Whether one condition follows from another.

All that a condition requires has to hold; of the values of a requirement one has to match, or none
where its operator is negated (IAM User Guide: conditions with multiple context keys or values).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policybook.iam import glob
from policybook.iam.glob import CLOSE, OPEN
from policybook.iam.resources import marked

_OPERATOR = re.compile(r"((?:ForAllValues|ForAnyValue):)?(.*?)(IfExists)?")
_PATTERNS = frozenset(
    ("StringLike", "StringNotLike", "ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals")
)
_FOLDED = frozenset(("Bool", "Null", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"))
_ARN_PARTS = 6
_COLON = re.compile(f":(?![^{OPEN}]*{CLOSE})")
_SAME = {"ArnEquals": "ArnLike", "ArnNotEquals": "ArnNotLike"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of a condition: a key against some values, by an operator."""

    quantifier: str
    operator: str
    if_exists: bool
    key: str
    values: frozenset[str]

    @property
    def is_negated(self) -> bool:
        """Whether none of the values may match."""
        return "Not" in self.operator


Condition = frozenset[Requirement]
"""All that has to hold."""


def requirements(condition: Mapping[str, Any], *, has_variables: bool = True) -> Condition:
    """What a condition as JSON has it requires, however it is written."""
    return frozenset(
        _requirement(name, key, value if isinstance(value, list) else [value], has_variables)
        for name, keys in condition.items()
        for key, value in keys.items()
    )


def follows(condition: Condition, given: Condition) -> bool:
    """Whether `condition` surely holds wherever `given` does."""
    return all(
        wanted in given or any(_follows(wanted, known) for known in given) for wanted in condition
    )


def _requirement(name: str, key: str, values: Iterable[Any], has_variables: bool) -> Requirement:
    match = _OPERATOR.fullmatch(name)
    quantifier, operator, if_exists = match.groups() if match else (None, name, None)
    texts = (marked(_text(value), has_variables=has_variables) for value in values)
    return Requirement(
        quantifier=quantifier or "",
        operator=_SAME.get(operator, operator),
        if_exists=if_exists is not None,
        key=key.lower(),
        values=frozenset(text.lower() if operator in _FOLDED else text for text in texts),
    )


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _follows(wanted: Requirement, known: Requirement) -> bool:
    """Whether what is wanted holds wherever what is known does.

    With `IfExists` it holds where it does without, and also where there is no such key.
    """
    if (wanted.key, wanted.quantifier) != (known.key, known.quantifier):
        return False
    if known.if_exists and not wanted.if_exists:
        return False
    narrow, wide = known.values, wanted.values
    if wanted.is_negated:
        narrow, wide = wide, narrow
    if wanted.operator == known.operator:
        return narrow <= wide or (wanted.operator in _PATTERNS and _cover(wide, narrow, wanted))
    is_looser = (wanted.operator, known.operator) == ("StringLike", "StringEquals")
    return is_looser and _cover(wide, narrow, wanted)


def _cover(wide: frozenset[str], narrow: frozenset[str], by: Requirement) -> bool:
    """Whether each of the narrow values is covered; in ARNs, part by part as IAM matches them."""
    index = glob.Index(wide)
    is_arn = by.operator.startswith("Arn")
    return all(
        any(not is_arn or _cover_by_part(known, value) for known in index.covering(value))
        for value in narrow
    )


def _cover_by_part(wide: str, narrow: str) -> bool:
    parts = [_parts(wide), _parts(narrow)]
    return wide == narrow or (
        all(len(found) == _ARN_PARTS for found in parts)
        and all(glob.covers(one, other) for one, other in zip(*parts, strict=True))
    )


def _parts(arn: str) -> list[str]:
    return _COLON.split(arn, _ARN_PARTS - 1)
