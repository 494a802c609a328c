"""The values that condition operators compare with.

IAM User Guide: IAM JSON policy elements, Condition operators.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_network

from policybook.iam.conditions import Kind, written
from policybook.iam.variables import variables


def fits(kind: Kind, value: object) -> bool:
    """Whether an operator of that kind can compare with a value."""
    return _FITS[kind](written(value)) if kind in _FITS else True


WANTED: Mapping[Kind, str] = {
    Kind.NUMERIC: "a number, as in `10` or `2.5`",
    Kind.DATE: "a date, as in `2024-05-31T12:00:00Z`, or seconds since 1970",
    Kind.BOOL: "`true` or `false`",
    Kind.NULL: "`true`, where the key is to be missing, or `false`",
    Kind.BINARY: "binary data in base64",
    Kind.IP: "an IP address or a range of them, as in `203.0.113.0/24`",
}
"""What a value has to be, for the kinds of operators that do not take every text."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?")
_CIDR = re.compile(r"[0-9A-Fa-f.:]+(?:/[0-9]{1,3})?")
_DATE = re.compile(
    r"(?P<year>-?[0-9]{1,9})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?"
    r"(?:[Tt](?:(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{1,2})"
    r"(?::(?P<second>[0-9]{1,2})(?:\.[0-9]{1,9})?)?)?"
    r"(?:[Zz]|[+-](?P<zone_hour>[0-9]{2})(?::(?P<zone_minute>[0-9]{2}))?)?)?)?"
)
_DATE_RANGES = {
    "month": (1, 12),
    "day": (1, 31),
    "hour": (0, 23),
    "minute": (0, 59),
    "second": (0, 59),
    "zone_hour": (0, 23),
    "zone_minute": (0, 59),
}
_LONGEST_EPOCH = 19
_LAST_EPOCH = 2**63 - 1


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _is_date(text: str) -> bool:
    """Whether IAM reads a date: a W3C form of ISO 8601 or a Unix time, and it is generous."""
    if text.isdecimal() and text.isascii():
        return len(text) <= _LONGEST_EPOCH and int(text) <= _LAST_EPOCH
    match = _DATE.fullmatch(text)
    return match is not None and all(
        first <= int(match[part]) <= last
        for part, (first, last) in _DATE_RANGES.items()
        if match[part] is not None
    )


def _is_truth(text: str) -> bool:
    return text.lower() in ("true", "false")


def _is_truth_or_variable(text: str) -> bool:
    return _is_truth(text) or variables(text) == [text]


def _is_base64(text: str) -> bool:
    return bool(text) and _BASE64.fullmatch(text) is not None


def _is_range(text: str) -> bool:
    if not _CIDR.fullmatch(text):
        return False
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


_FITS: Mapping[Kind, Callable[[str], bool]] = {
    Kind.NUMERIC: _is_number,
    Kind.DATE: _is_date,
    Kind.BOOL: _is_truth_or_variable,
    Kind.NULL: _is_truth,
    Kind.BINARY: _is_base64,
    Kind.IP: _is_range,
}
