"""Reads what commands print as JSON, which has what its schema describes and nothing else."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from policybook import report


def parsed(text: str, name: str) -> Any:
    """The value of a report, which fits its schema."""
    path = files(report).joinpath(f"{name}.schema.json")
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    value = json.loads(text)
    Draft202012Validator(_closed(schema)).validate(value)
    return value


def _closed(schema: Any, *, is_open: bool = False) -> Any:
    """A schema by which keys that it does not describe are wrong.

    Definitions are left open, since others may add to them: whoever refers to one closes it.
    """
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {
        key: {name: _closed(part, is_open=key == "$defs") for name, part in value.items()}
        if key in ("$defs", "properties")
        else _closed(value)
        for key, value in schema.items()
    }
    if not is_open and ("$ref" in schema or "properties" in schema):
        closed["unevaluatedProperties"] = False
    return closed
