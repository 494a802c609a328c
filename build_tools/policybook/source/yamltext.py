"""YAML text → value, flaws and positions.

A value is built from libyaml's events, without recursion. Only what the data format needs is
read: mappings, lists and scalars. A plain scalar is true, false, null (or `~`, or nothing) or a
number where it is written as in JSON, without an exponent and with at most 16 digits before the
point; everything else is text, dates among it, so `no` is never a boolean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml
from yaml._yaml import CParser

from policybook.problem import Pointer
from policybook.source.flaw import MAX_DEPTH, UNFIT, Flaw, Span
from policybook.source.shown import shown

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def parse(text: str) -> tuple[Any, list[Flaw]]:
    """The value that `text` holds, and its flaws; the value is None where there are any."""
    builder = _Builder()
    _build(text, builder)
    return (None if builder.flaws else builder.root), builder.flaws


def spans(text: str) -> dict[Pointer, Span]:
    """Where each value of a sound text stands."""
    found: dict[Pointer, Span] = {}
    _build(text, _Builder(found))
    return found


def _build(text: str, builder: _Builder) -> None:
    try:
        for event in iter(CParser(text).get_event, None):
            builder.take(event)
            if builder.stopped:
                break
        if not builder.flaws and not builder.documents:
            message = "the file has only comments: write its data, or remove it"
            builder.flaws.append(Flaw("file-empty", 0, message))
    except yaml.MarkedYAMLError as error:
        builder.flaws.append(_explain(error, text))
    except yaml.reader.ReaderError as error:
        mark = chr(error.character)
        message = f"the character U+{ord(mark):04X} cannot stand in YAML: remove it"
        builder.flaws.append(Flaw("yaml-invalid", text.find(mark), message))


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is open; `key` is the mapping's key that waits for its value."""

    value: dict[str, Any] | list[Any]
    pointer: Pointer
    start: int
    key_at: int | None
    key: str | None = None
    next_key_at: int | None = None


class _Builder:
    """Takes events one by one; `root` and `flaws` are what comes of them.

    Where each value stands is put into `spans`, if that is asked for: it takes as long again.
    """

    def __init__(self, spans: dict[Pointer, Span] | None = None) -> None:
        self.root: Any = None
        self.spans = spans
        self.flaws: list[Flaw] = []
        self.stopped = False
        self.documents = 0
        self._stack: list[_Frame] = []

    def take(self, event: yaml.Event) -> None:
        """Build on with the next event."""
        if isinstance(event, yaml.NodeEvent):
            if event.anchor is not None or getattr(event, "tag", None):
                self._refuse(event)
            else:
                self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            frame = self._stack.pop()
            if self.spans is not None:
                end = _index(event.end_mark)
                self.spans[frame.pointer] = Span(frame.start, end, frame.key_at)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                message = "a second document (`---`): one file, one"
                self._stop("yaml-construct", event, message)

    def _refuse(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):
            message = "an alias (`*name`): write the value out instead"
        elif event.anchor is not None:
            message = "an anchor (`&name`): remove it"
        else:
            message = f"a tag (`{shown(getattr(event, 'tag', ''))}`): remove it"
        self._stop("yaml-construct", event, message)

    def _stop(self, rule: str, event: yaml.Event, message: str) -> None:
        self._flaw(rule, event, message)
        self.stopped = True

    def _flaw(self, rule: str, event: yaml.Event, message: str) -> None:
        self.flaws.append(Flaw(rule, _index(event.start_mark), message))

    def _node(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.ScalarEvent) and (unfit := UNFIT.search(event.value)):
            message = f"the text has the character U+{ord(unfit.group()):04X}: remove it"
            self._flaw("character-unfit", event, message)
        frame = self._stack[-1] if self._stack else None
        if frame and frame.key is None and isinstance(frame.value, dict):
            self._key(event, frame)
            return
        pointer: Pointer = ()
        key_at = None
        if frame and self.spans is not None:
            step = len(frame.value) if isinstance(frame.value, list) else frame.key or ""
            pointer, key_at = (*frame.pointer, step), frame.next_key_at
        if isinstance(event, yaml.ScalarEvent):
            self._place(frame, _scalar(event))
            if self.spans is not None:
                start, end = _index(event.start_mark), _index(event.end_mark)
                self.spans[pointer] = Span(start, end, key_at)
        elif len(self._stack) >= MAX_DEPTH:
            message = f"values are nested more than {MAX_DEPTH} deep"
            self._stop("nesting-too-deep", event, message)
        else:
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            value: dict[str, Any] | list[Any] = {} if is_mapping else []
            self._place(frame, value)
            self._stack.append(_Frame(value, pointer, _index(event.start_mark), key_at))

    def _key(self, event: yaml.NodeEvent, frame: _Frame) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self._stop("yaml-invalid", event, "a key is a plain name; put quotes around it")
            return
        key = event.value
        if key == "<<" and event.implicit[0]:
            message = "a merge key (`<<`): write the keys out instead"
            self._stop("yaml-construct", event, message)
            return
        if key in frame.value:
            message = f"the key `{shown(key)}` stands twice; keep one"
            self._flaw("key-repeated", event, message)
        frame.key, frame.next_key_at = key, _index(event.start_mark)

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


@dataclass(frozen=True, slots=True)
class _Reading:
    """What an error of libyaml means to a writer: `says` is a part of libyaml's own words.

    It is `opened` that the writer has to look at where what began there never ends.
    """

    says: str
    means: str
    opened: bool = False


_TAB = "a tab: indent with spaces"
_READINGS = (
    _Reading("found a tab", _TAB),
    _Reading("cannot start any token", "a text cannot start with `{mark}`: put it in quotes"),
    _Reading("alphabetic or numeric", "a text cannot start with `{mark}`: put it in quotes", True),
    _Reading(
        "mapping values are not allowed",
        "a second `: ` on this line, or a wrong indent: put a text with `: ` in quotes",
    ),
    _Reading(
        "could not find expected ':'",
        "a colon is missing after the key, or the line is not indented enough",
        True,
    ),
    _Reading("did not find expected key", "the indent does not fit the lines above"),
    _Reading("did not find expected '-'", "the indent does not fit the lines above"),
    _Reading("unexpected end of stream", "the quotes that start here do not end: close them", True),
    _Reading("did not find expected ',' or", "a comma or the closing bracket is missing"),
    _Reading("expected node content", "a value is missing here"),
    _Reading("block sequence entries", "a list cannot start on this line: start it on a new one"),
    _Reading("escape", "a backslash in double quotes starts an escape: use single quotes"),
)


def _explain(error: yaml.MarkedYAMLError, text: str) -> Flaw:
    """Libyaml's error in words that a writer can act on, where the writer has to act."""
    problem = error.problem or "this is not YAML"
    reading = next((r for r in _READINGS if r.says in problem), _Reading(problem, problem))
    mark = error.context_mark if reading.opened else error.problem_mark
    at = min(_index(mark), len(text)) if mark else 0
    here = text[at : at + 1]
    message = reading.means.replace("{mark}", shown(here))
    if here == "\t":
        message = _TAB
    elif "expected key" in problem and text[text.rfind("\n", 0, at) + 1 : at].strip():
        message = "this follows the end of the value: put the whole text in quotes"
    return Flaw("yaml-invalid", at, message)
