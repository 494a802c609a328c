"""What in a source does not fit its schema, in words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator

from policybook.problem import Place, Problem
from policybook.schemas import Kind, is_date, schema
from policybook.source.shown import shown
from policybook.source.source import Source
from policybook.words import did_you_mean


def _pattern(
    _: Validator, pattern: str, instance: Any, __: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """`$` is the very end, as JSON Schema has it; Python's own matches before a newline too."""
    if isinstance(instance, str) and not re.search(_DOLLAR.sub(r"\\Z", pattern), instance):
        yield ValidationError("the pattern does not match")


def _unique_items(
    _: Validator, wanted: bool, instance: Any, __: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """Each item that stands in the list already, at its own place."""
    seen = set()
    for index, item in enumerate(instance if wanted and isinstance(instance, list) else ()):
        key = json.dumps(item, sort_keys=True)
        if key in seen:
            yield ValidationError("repeated", path=[index], instance=item)
        seen.add(key)


_DOLLAR = re.compile(r"(?<!\\)\$")
_VALIDATOR = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique_items}
)


@cache
def _validator(kind: Kind) -> Validator:
    checker = FormatChecker(formats=())
    checker.checks("date")(is_date)
    validator: Validator = _VALIDATOR(schema(kind), format_checker=checker)
    return validator


def misfits(source: Source, kind: Kind) -> list[Problem]:
    """What in `source` does not fit the schema of its kind; nothing where all of it does."""
    errors = list(_validator(kind).iter_errors(source.data))
    mistyped = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
    unknown = {
        tuple(error.absolute_path): _unknown_keys(error)
        for error in errors
        if error.validator == "additionalProperties"
    }
    problems = {
        problem
        for error in errors
        if error.validator == "type" or tuple(error.absolute_path) not in mistyped
        for problem in _problems(error, source, unknown.get(tuple(error.absolute_path), ()))
    }
    return sorted(problems)


def _unknown_keys(error: ValidationError) -> list[str]:
    instance: Any = error.instance
    known: Any = error.schema
    return [key for key in instance if key not in known["properties"]]


def _problems(
    error: ValidationError, source: Source, unknown: Collection[str]
) -> Iterator[Problem]:
    """A key that is missing only because it is misspelt is one of the `unknown` keys already."""
    at = Place(source, tuple(error.absolute_path))
    keyword = error.validator
    wanted: Any = error.validator_value
    instance: Any = error.instance
    own = isinstance(error.schema, Mapping) and error.schema.get("errorMessage")
    if keyword == "additionalProperties":
        schema_of: Any = error.schema
        known = list(schema_of["properties"])
        told = schema_of.get("messagesOfUnknown", {})
        for key in unknown:
            message = told.get(key) or _unknown(key, known, schema_of.get("messageOfUnknown"))
            yield Problem.of(at.key(key), "key-unknown", message)
    elif keyword == "required":
        for key in wanted:
            if key not in instance and not _any_means((key,), unknown):
                yield Problem.of(at, "key-missing", f"the key `{key}` is missing here")
    elif keyword == "type":
        names = [wanted] if isinstance(wanted, str) else wanted
        message = f"this is {_type(instance)}; {_or([_TYPES[name] for name in names])} is due"
        yield Problem.of(at, "value-type", message)
    elif keyword == "format" and wanted == "date":
        message = f"{_quoted(instance)} is not a date: write one as in 2021-12-07"
        yield Problem.of(at, "date-invalid", message)
    elif "propertyNames" in error.absolute_schema_path and keyword == "pattern":
        message = f"`{shown(instance)}` is no key for this place"
        yield Problem.of(at.key(instance), "value-invalid", str(own or message))
    elif keyword == "enum":
        if isinstance(instance, str):
            message = f"{_quoted(instance)} is not one of {', '.join(wanted)}"
            yield Problem.of(at, "value-invalid", message + did_you_mean(instance, wanted))
        else:
            message = f"this is {_type(instance)}; one of {', '.join(wanted)} is due"
            yield Problem.of(at, "value-type", message)
    elif keyword in ("minItems", "minLength", "minProperties"):
        yield Problem.of(at, "value-invalid", "this is empty: fill it, or remove its key")
    elif keyword == "maxLength":
        message = f"this has {len(instance)} characters; at most {wanted} fit"
        yield Problem.of(at, "value-invalid", message)
    elif keyword == "uniqueItems":
        yield Problem.of(at, "value-invalid", f"{_quoted(instance)} stands in the list already")
    elif keyword in ("oneOf", "anyOf") and _any_means(_choices(wanted), unknown):
        return
    elif own:
        yield Problem.of(at, "value-invalid", str(own))
    else:
        yield Problem.of(at, "value-invalid", f"{_quoted(instance)} does not fit here")


def _choices(schemas: Iterable[Mapping[str, Any]]) -> list[str]:
    return [key for schema in schemas for key in schema.get("required", ())]


def _any_means(keys: Iterable[str], unknown: Iterable[str]) -> bool:
    return any(did_you_mean(key, keys) for key in unknown)


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


def _unknown(key: str, known: list[str], message: str | None) -> str:
    hint = did_you_mean(key, known) or f"; known here: {', '.join(known)}"
    return f"{_quoted(key)} {message or 'is not a key of the data format'}{hint}"


def _quoted(value: Any) -> str:
    if value == "":
        return "an empty text"
    return f"`{shown(value)}`" if isinstance(value, str) else _type(value)


def _or(names: list[str]) -> str:
    """The names in a row; one that has an "or" itself comes last."""
    *most, last = sorted(names, key=lambda name: " or " in name)
    return f"{', '.join(most)} or {last}" if most else last
