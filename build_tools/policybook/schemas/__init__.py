"""The JSON Schemas of the data files, and what a source lacks to fit them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from policybook.problem import Problem
from policybook.source.source import Source

MISMATCHES: Mapping[str, str] = {
    "key-unknown": "Every key is one of the data format.",
    "key-missing": "Every key that the data format asks for is there.",
    "value-type": "Every value has the type that its key asks for, such as a list.",
    "value-invalid": "Every value is one that its key takes.",
    "date-invalid": "A date is a day of the calendar, written as in 2021-12-07.",
    "patterns-too-many": "No document has more patterns with wildcards than policies have.",
}
"""Every way not to fit a schema by its rule id, with the sentence that says what is right."""

MAX_WILDCARDS = 2000
"""The most patterns with wildcards in a document: five times as many as any that AWS publishes."""

_MARKS = ("*", "?", "\\")
"""What a text has in it for each wildcard, if only as an escape."""

_PATTERNS = ("Action", "NotAction", "Resource", "NotResource")


class Kind(StrEnum):
    """The kinds of data files, named as their schemas are."""

    SERVICE = "service"
    POLICY = "policy"
    CHANGE = "change"
    DOCUMENT = "document"
    SETTINGS = "settings"
    SERVICES = "services"


@cache
def schema(kind: Kind) -> Mapping[str, Any]:
    """The JSON Schema (draft 2020-12) of a kind of data file."""
    text = files(__name__).joinpath(f"{kind}.json").read_text(encoding="utf-8")
    value: dict[str, Any] = json.loads(text)
    return value


def is_date(value: object) -> bool:
    """Whether a text is a date as the data has it; other values are not for a format to judge."""
    if not isinstance(value, str):
        return True
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def validate(source: Source, kind: Kind) -> list[Problem]:
    """What in `source` does not fit the schema of its kind.

    Of a value of the wrong type nothing else is said.
    """
    if not _fits(source.data, kind):
        # Slow to load and to run, and most data never needs to have explained what is wrong.
        from policybook.schemas.misfits import misfits

        if found := misfits(source, kind):
            return found
    return _crowded(source) if kind is Kind.DOCUMENT else []


def _crowded(source: Source) -> list[Problem]:
    """What a document has too much of: patterns are compared with each other."""
    if sum(map(source.text.count, _MARKS)) <= MAX_WILDCARDS:
        return []
    statements = source.data["Statement"]
    found = sum(
        "*" in pattern or "?" in pattern
        for statement in (statements if isinstance(statements, list) else [statements])
        for element in _PATTERNS
        for pattern in _listed(statement.get(element, ()))
    )
    if found <= MAX_WILDCARDS:
        return []
    message = f"the document has {found:,} patterns with wildcards; policies stay below"
    return [Problem.of(source.top, "patterns-too-many", f"{message} {MAX_WILDCARDS:,}")]


def _listed(value: str | Iterable[str]) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value


@cache
def _validator(kind: Kind) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        dict(schema(kind)), validate_formats=True, formats={"date": is_date}
    )


def _fits(data: Any, kind: Kind) -> bool:
    """Whether a value surely fits. One that does not may, as some addresses do."""
    try:
        return _validator(kind).is_valid(data)
    except ValueError:  # half of a surrogate pair, which no file has
        return False
