"""Values → canonical YAML text, for what is new in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from policybook.source.yamltext import parse

STEP = 2
"""How much further in each level stands than the one around it."""

_LONGEST_FLOW = 60
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")


def yaml_text(value: Any) -> str:
    """A file that holds a value, in its order of keys."""
    return "\n".join(block_lines(value) or [flow_text(value)]) + "\n"


def flow_text(value: Any) -> str:
    """A value on one line: `{date: 2021-12-07}`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_text(k)}: {flow_text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow_text, value)) + "]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def block_lines(value: Any) -> list[str]:
    """The lines of a mapping or list with something in it; of anything else, none."""
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in key_lines(key, item)]
    if isinstance(value, list):
        return [line for item in value for line in item_lines(item)]
    return []


def key_lines(key: str, value: Any, *, as_flow: bool = False) -> list[str]:
    """The lines of a key with its value."""
    head, rest = value_lines(value, as_flow=as_flow)
    first = f"{key_text(key)}: {head}" if head else f"{key_text(key)}:"
    return [first, *_indented(rest)]


def item_lines(value: Any, *, as_flow: bool = False) -> list[str]:
    """The lines of an item of a list."""
    head, rest = value_lines(value, as_flow=as_flow)
    first, *others = rest if not head else [head, *rest]
    return [f"- {first}", *_indented(others)]


def value_lines(value: Any, *, as_flow: bool = False) -> tuple[str, list[str]]:
    """What stands beside the key of a value, and the lines that follow below it."""
    if isinstance(value, str) and _is_literal(value):
        lines = value.split("\n")
        return ("|", lines[:-1]) if not lines[-1] else ("|-", lines)
    if isinstance(value, (dict, list)) and value and not as_flow and not _is_small(value):
        return "", block_lines(value)
    return flow_text(value), []


@lru_cache(maxsize=4096)
def key_text(key: str) -> str:
    """A key, in quotes where it would be read as something else."""
    if _is_plain(key) and parse(f"{key}: {{{key}: 1}}")[0] == {key: {key: 1}}:
        return key
    return _quoted(key)


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    """A text on one line, in quotes where it would be read as something else."""
    if _is_plain(text) and parse(f"x: {text}\ny: [{text}, {{z: {text}}}]")[0] == {
        "x": text,
        "y": [text, {"z": text}],
    }:
        return text
    return _quoted(text)


def _is_plain(text: str) -> bool:
    """Whether a text may do without quotes, as far as its characters go."""
    return text.isprintable() and text == text.strip()


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda mark: f"\\u{ord(mark.group()):04x}", quoted)


def _is_literal(text: str) -> bool:
    """Whether a text of several lines can stand in `|` or `|-` as it is."""
    lines = text.removesuffix("\n").split("\n")
    return (
        "\n" in text
        and all(line.isprintable() and line == line.rstrip() for line in lines)
        and not lines[0].startswith(" ")
        and bool(lines[0] and lines[-1])
    )


def _is_small(value: Any) -> bool:
    """Whether a mapping is one that people write on one line: a key with a short value."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    item = next(iter(value.values()))
    return not isinstance(item, (dict, list)) and len(flow_text(value)) <= _LONGEST_FLOW


def _indented(lines: list[str]) -> Iterator[str]:
    return (" " * STEP + line if line else "" for line in lines)
