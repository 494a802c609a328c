"""The words of the policy language (IAM User Guide: IAM JSON policy elements reference)."""

from __future__ import annotations

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

QUALIFIERS = frozenset(("IfExists", "ForAllValues", "ForAnyValue"))
"""What may stand after or before an operator."""
