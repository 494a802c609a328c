"""The words of the policy language (IAM User Guide: IAM JSON policy elements reference)."""

from __future__ import annotations

import re

ELEMENTS = frozenset(
    [
        "Version",
        "Id",
        "Statement",
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    ]
)

_ORDERED = ("LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")

OPERATORS = frozenset(
    (
        *[
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike",
            "NumericEquals",
            "NumericNotEquals",
            "DateEquals",
            "DateNotEquals",
            "IpAddress",
            "NotIpAddress",
            "ArnEquals",
            "ArnNotEquals",
            "ArnLike",
            "ArnNotLike",
            "Bool",
            "BinaryEquals",
            "Null",
        ],
        *(f"Numeric{order}" for order in _ORDERED),
        *(f"Date{order}" for order in _ORDERED),
    )
)

_WORD = re.compile(r"(?:(?:ForAllValues|ForAnyValue)(?::|$))?([A-Za-z]*?)(?:IfExists)?")


def is_word(text: str) -> bool:
    """Whether the policy language has a word: an element, or an operator with what goes with it."""
    match = _WORD.fullmatch(text)
    return match is not None and match.group(1) in ELEMENTS | OPERATORS | {"", "CanonicalUser"}
