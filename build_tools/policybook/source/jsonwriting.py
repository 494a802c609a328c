"""Values → canonical JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

INDENT = " " * 4

_encode = json.JSONEncoder(ensure_ascii=False).encode


class Number(str):
    """A number as it is written, so that none is rounded or spelled anew on its way."""

    __slots__ = ()


def json_text(value: Any) -> str:
    """A value as JSON: keys in their order, indented by four, without a newline at the end."""
    return "".join(_pieces(value, "\n"))


def json_value(text: str) -> Any:
    """The value that a sound text holds, its numbers as they are written."""
    return json.loads(text, parse_int=Number, parse_float=Number)


def _pieces(value: Any, newline: str) -> Iterator[str]:
    if isinstance(value, Number):
        yield value
    elif isinstance(value, dict) and value:
        inner = newline + INDENT
        mark = "{"
        for key, item in value.items():
            yield f"{mark}{inner}{_encode(key)}: "
            yield from _pieces(item, inner)
            mark = ","
        yield newline + "}"
    elif isinstance(value, list) and value:
        inner = newline + INDENT
        mark = "["
        for item in value:
            yield mark + inner
            yield from _pieces(item, inner)
            mark = ","
        yield newline + "]"
    else:
        yield _encode(value)
