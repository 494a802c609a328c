"""The JSON Schemas of the data files, and what a source lacks to fit them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from policybook.problem import Place, Problem
from policybook.source.source import Source
from policybook.words import did_you_mean

MISMATCHES: Mapping[str, str] = {
    "key-unknown": "A key is not part of the data format.",
    "key-missing": "A key that the data format asks for is not there.",
    "value-type": "A value has the wrong type, such as a text where a list should be.",
    "value-invalid": "A value is of the right type, but not one that the data format takes.",
    "date-invalid": "A date is not a day of the calendar, written as in 2021-12-07.",
}
"""Every way not to fit a schema by its rule id, with the sentence that explains it."""


class Kind(StrEnum):
    """The kinds of data files, named as their schemas are."""

    SERVICE = "service"
    POLICY = "policy"
    CHANGE = "change"
    DOCUMENT = "document"


@cache
def schema(kind: Kind) -> Mapping[str, Any]:
    """The JSON Schema (draft 2020-12) of a kind of data file."""
    text = files(__name__).joinpath(f"{kind}.json").read_text(encoding="utf-8")
    value: dict[str, Any] = json.loads(text)
    return value


@cache
def _validator(kind: Kind) -> Draft202012Validator:
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(schema(kind), format_checker=checker)


def validate(source: Source, kind: Kind) -> list[Problem]:
    """What in `source` does not fit the schema of its kind."""
    problems = {
        problem
        for error in _validator(kind).iter_errors(source.data)
        for problem in _problems(error, source)
    }
    return sorted(problems)


def _problems(error: ValidationError, source: Source) -> Iterator[Problem]:
    at = Place(source, tuple(error.absolute_path))
    keyword = error.validator
    wanted: Any = error.validator_value
    instance: Any = error.instance
    own = isinstance(error.schema, Mapping) and error.schema.get("errorMessage")
    if keyword == "additionalProperties":
        schema_of: Any = error.schema
        known = list(schema_of["properties"])
        for key in instance:
            if key not in known:
                yield Problem.of(at.key(key), "key-unknown", _unknown(key, known))
    elif keyword in ("required", "dependentRequired"):
        for key in wanted:
            if key not in instance:
                yield Problem.of(at, "key-missing", f"the key `{key}` is missing here")
    elif keyword == "type":
        names = [wanted] if isinstance(wanted, str) else wanted
        message = f"this is {_type(instance)}; {_or([_TYPES[name] for name in names])} is due"
        yield Problem.of(at, "value-type", message)
    elif keyword == "format" and wanted == "date":
        message = f"{_quoted(instance)} is not a date: write one as in 2021-12-07"
        yield Problem.of(at, "date-invalid", message)
    elif "propertyNames" in error.absolute_schema_path and keyword == "pattern":
        message = f"`{_shorten(instance)}` is no key for this place"
        yield Problem.of(at.key(instance), "value-invalid", message)
    elif own:
        yield Problem.of(at, "value-invalid", str(own))
    elif keyword == "enum":
        values = [str(value) for value in wanted]
        message = f"{_quoted(instance)} is not one of {', '.join(values)}"
        yield Problem.of(at, "value-invalid", message + did_you_mean(str(instance), values))
    elif keyword in ("minItems", "minLength", "minProperties"):
        yield Problem.of(at, "value-invalid", "this is empty: fill it, or remove its key")
    elif keyword == "maxLength":
        message = f"this has {len(instance)} characters; at most {wanted} fit"
        yield Problem.of(at, "value-invalid", message)
    elif keyword == "uniqueItems":
        yield Problem.of(at, "value-invalid", "the list names the same thing twice")
    else:
        yield Problem.of(at, "value-invalid", f"{_quoted(instance)} does not fit here")


_TYPES = {
    "object": "a mapping of keys",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}


def _type(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return _TYPES["boolean"]
    if isinstance(value, int | float):
        return _TYPES["number"]
    names = ((str, "string"), (list, "array"), (dict, "object"))
    return next(_TYPES[name] for kind, name in names if isinstance(value, kind))


def _unknown(key: str, known: list[str]) -> str:
    hint = did_you_mean(key, known) or f"; known here: {', '.join(known)}"
    return f"`{_shorten(key)}` is not a key of the data format{hint}"


def _quoted(value: Any) -> str:
    return f"`{_shorten(value)}`" if isinstance(value, str) else _type(value)


def _shorten(text: str) -> str:
    shown = "".join(mark if mark.isprintable() else "�" for mark in text)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def _or(names: list[str]) -> str:
    return " or ".join(names)
