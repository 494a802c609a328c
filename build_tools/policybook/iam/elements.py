"""The words of the policy language (IAM User Guide: IAM JSON policy elements reference)."""

from __future__ import annotations

ELEMENTS = frozenset(
    ("Version", "Id", "Statement", "Sid", "Effect", "Principal", "NotPrincipal", "Action")
    + ("NotAction", "Resource", "NotResource", "Condition")
)

_NEGATABLE = ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "NumericEquals")
_NEGATABLE += ("DateEquals", "IpAddress", "ArnEquals", "ArnLike")
_ORDERED = ("LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")

OPERATORS = frozenset(
    (
        *_NEGATABLE,
        "StringNotEquals",
        "StringNotEqualsIgnoreCase",
        "StringNotLike",
        "NumericNotEquals",
        "DateNotEquals",
        "NotIpAddress",
        "ArnNotEquals",
        "ArnNotLike",
        *(f"Numeric{order}" for order in _ORDERED),
        *(f"Date{order}" for order in _ORDERED),
        "Bool",
        "BinaryEquals",
        "Null",
        "IfExists",
        "ForAllValues",
        "ForAnyValue",
    )
)
