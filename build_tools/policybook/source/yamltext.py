"""YAML text → value, flaws and positions.

A value is built from libyaml's events, without recursion. Only what the data format needs is
read: mappings, lists and scalars. A plain scalar is null, true, false or a number as in YAML
1.2's core schema; everything else is text, dates among it, so `no` is never a boolean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from policybook.problem import Pointer
from policybook.source.flaw import MAX_DEPTH, Flaw, Span

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def parse(text: str) -> tuple[Any, list[Flaw]]:
    """The value that `text` holds, and its flaws; the value is None where there are any."""
    value, _, flaws = _build(text)
    return (None if flaws else value), flaws


def spans(text: str) -> dict[Pointer, Span]:
    """Where each value of a sound text stands."""
    return _build(text)[1]


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is open; `key` is the mapping's key that waits for its value."""

    value: dict[str, Any] | list[Any]
    pointer: Pointer
    start: int
    key_at: int | None
    key: str | None = None
    next_key_at: int | None = None
    seen: set[str] = field(default_factory=set)


def _build(text: str) -> tuple[Any, dict[Pointer, Span], list[Flaw]]:
    builder = _Builder()
    try:
        for event in _events(text):
            builder.take(event)
            if builder.stopped:
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = mark.index if mark else len(text)
        builder.flaws.append(Flaw("yaml-invalid", min(offset, len(text)), _explain(error, text)))
    except yaml.reader.ReaderError as error:
        offset = next(
            (i for i, mark in enumerate(text) if not mark.isprintable() and mark not in "\t\n\r"),
            0,
        )
        builder.flaws.append(
            Flaw(
                "yaml-invalid",
                offset,
                f"the character U+{ord(text[offset]):04X} cannot stand in YAML: remove it"
                if text
                else str(error),
            )
        )
    return builder.root, builder.spans, builder.flaws


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=yaml.CSafeLoader)


class _Builder:
    """Takes events one by one; `root`, `spans` and `flaws` are what comes of them."""

    def __init__(self) -> None:
        self.root: Any = None
        self.spans: dict[Pointer, Span] = {}
        self.flaws: list[Flaw] = []
        self.stopped = False
        self._stack: list[_Frame] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Build on with the next event."""
        offset = _index(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            self._stop("yaml-construct", offset, "an alias (`*name`): write the value out instead")
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop("yaml-construct", offset, "a second document (`---`): one file, one")
        elif isinstance(event, yaml.NodeEvent):
            if event.anchor is not None:
                self._stop("yaml-construct", offset, "an anchor (`&name`): remove it")
            elif tag := getattr(event, "tag", None):
                self._stop("yaml-construct", offset, f"a tag (`{tag}`): remove it")
            else:
                self._node(event, offset)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            frame = self._stack.pop()
            self.spans[frame.pointer] = Span(frame.start, _index(event.end_mark), frame.key_at)

    def _stop(self, rule: str, offset: int, message: str) -> None:
        self.flaws.append(Flaw(rule, offset, message))
        self.stopped = True

    def _node(self, event: yaml.NodeEvent, offset: int) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame and isinstance(frame.value, dict) and frame.key is None:
            self._key(event, frame, offset)
            return
        pointer, key_at = self._next(frame)
        if isinstance(event, yaml.ScalarEvent):
            self._place(frame, _scalar(event))
            self.spans[pointer] = Span(offset, _index(event.end_mark), key_at)
            return
        if len(self._stack) >= MAX_DEPTH:
            self._stop("nesting-too-deep", offset, f"values are nested more than {MAX_DEPTH} deep")
            return
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._place(frame, value)
        self._stack.append(_Frame(value, pointer, offset, key_at))

    def _key(self, event: yaml.NodeEvent, frame: _Frame, offset: int) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self._stop("yaml-invalid", offset, "a key is a plain name; put quotes around it")
            return
        key = event.value
        if key == "<<" and event.implicit[0]:
            self._stop("yaml-construct", offset, "a merge key (`<<`): write the keys out instead")
            return
        if key in frame.seen:
            self.flaws.append(
                Flaw("key-repeated", offset, f"the key `{key}` stands twice; keep one")
            )
        frame.seen.add(key)
        frame.key, frame.next_key_at = key, offset

    @staticmethod
    def _next(frame: _Frame | None) -> tuple[Pointer, int | None]:
        if frame is None:
            return (), None
        if isinstance(frame.value, list):
            return (*frame.pointer, len(frame.value)), None
        return (*frame.pointer, frame.key or ""), frame.next_key_at

    def _place(self, frame: _Frame | None, value: Any) -> None:
        if frame is None:
            self.root = value
        elif isinstance(frame.value, list):
            frame.value.append(value)
        else:
            frame.value[frame.key or ""] = value
            frame.key = None


def _index(mark: Any) -> int:
    """The offset of a mark, in characters."""
    return int(mark.index)


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _explain(error: yaml.MarkedYAMLError, text: str) -> str:
    """Libyaml's words, made ones that a writer can act on."""
    problem = error.problem or ""
    mark = error.problem_mark
    here = text[mark.index : mark.index + 1] if mark else ""
    if "cannot start any token" in problem and here == "\t":
        return "a tab: indent with spaces"
    if "cannot start any token" in problem:
        return f"a text cannot start with `{here}`: put it in quotes"
    if "mapping values are not allowed" in problem:
        return "a second `: ` on this line, or a wrong indent: put a text with `: ` in quotes"
    if "could not find expected ':'" in problem:
        return "a colon is missing after the key, or the line is not indented enough"
    if "did not find expected key" in problem or "did not find expected '-'" in problem:
        return "the indent does not fit the lines above"
    if "found unexpected end of stream" in problem:
        return "the file ends inside a quoted text: close the quote"
    if "did not find expected ',' or" in problem:
        return "a comma or the closing bracket is missing"
    if "undefined alias" in problem:
        return "a text that starts with `*` stands in quotes"
    return problem or "this is not YAML"
