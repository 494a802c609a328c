"""Values → canonical JSON text."""

from __future__ import annotations

import json
from typing import Any

INDENT = " " * 4

_encode = json.JSONEncoder(ensure_ascii=False).encode
_quoted = json.encoder.encode_basestring
"""How a text is written, without a look at what kind of value it is."""


class Number(str):
    """A number as it is written, so that none is rounded or spelled anew on its way."""

    __slots__ = ()


def json_text(value: Any) -> str:
    """A value as JSON: keys in their order, indented by four, without a newline at the end."""
    return _text(value, "\n")


def json_value(text: str) -> Any:
    """The value that a sound text holds, its numbers as they are written."""
    return json.loads(text, parse_int=Number, parse_float=Number)


def _text(value: Any, newline: str) -> str:
    if type(value) is str:
        return _quoted(value)
    if isinstance(value, Number):
        return value
    inner = newline + INDENT
    if isinstance(value, dict) and value:
        items = [f"{_quoted(key)}: {_text(item, inner)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(items)}{newline}}}"
    if isinstance(value, list) and value:
        items = [_quoted(item) if type(item) is str else _text(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{newline}]"
    return _encode(value)
