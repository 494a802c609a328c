"""Whether one condition follows from another.

All that a condition requires has to hold; of the values of a requirement one has to match, or none
where its operator is negated (IAM User Guide: conditions with multiple context keys or values).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policybook.iam import glob
from policybook.iam.conditions import Operator, operator, written
from policybook.iam.elements import OPERATORS
from policybook.iam.glob import CLOSE, OPEN
from policybook.iam.resources import marked

_FOLDED = frozenset(("Bool", "Null", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"))
_ARN_PARTS = 6
_COLON = re.compile(f":(?![^{OPEN}]*{CLOSE})")
_SAME = {"ArnEquals": "ArnLike", "ArnNotEquals": "ArnNotLike"}
_EXACT = {"StringLike": "StringEquals", "StringNotLike": "StringNotEquals"}
"""What pattern operators come to where no value has a wildcard."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of a condition: a key against some values, by an operator."""

    operator: Operator
    key: str
    values: frozenset[str]


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
    by = operator(name) or Operator(None, name, if_exists=False)
    texts = {marked(written(value), has_variables=has_variables) for value in values}
    same = _SAME if any(map(_is_open, texts)) else _SAME | _EXACT
    plain = same.get(by.name)
    return Requirement(
        operator=replace(by, name=plain) if plain else by,
        key=key.lower(),
        values=frozenset(text.lower() if by.name in _FOLDED else text for text in texts),
    )


def _is_open(value: str) -> bool:
    """Whether a value may match more than itself: what a variable stands for is not known."""
    return any(mark in value for mark in ("*", "?", OPEN))


def _follows(wanted: Requirement, known: Requirement) -> bool:
    """Whether what is wanted holds wherever what is known does.

    With `IfExists` it holds where it does without, and also where there is no such key.
    """
    by, known_by = wanted.operator, known.operator
    if by.name not in OPERATORS:
        return False
    if (wanted.key, by.quantifier) != (known.key, known_by.quantifier):
        return False
    if known_by.if_exists and not by.if_exists:
        return False
    narrow, wide = known.values, wanted.values
    if by.is_negated:
        narrow, wide = wide, narrow
    if by.name == known_by.name:
        return narrow <= wide or (by.takes_patterns and _cover(wide, narrow, by))
    is_looser = (by.name, known_by.name) == ("StringLike", "StringEquals")
    return is_looser and _cover(wide, narrow, by)


def _cover(wide: frozenset[str], narrow: frozenset[str], by: Operator) -> bool:
    """Whether each of the narrow values is covered; in ARNs, part by part as IAM matches them."""
    index = glob.Index(wide)
    is_arn = by.name.startswith("Arn")
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
