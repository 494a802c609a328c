"""YAML text → where each value and each entry of a mapping or list stands in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from policybook.problem import Pointer
from policybook.source.yamltokens import Token, tokens


@dataclass(slots=True)
class Node:
    """A value: from `start` to `end`, in a line at `column`.

    `entries` are what a mapping or list has under its keys or indexes.
    """

    start: int
    end: int
    column: int
    is_flow: bool = False
    is_collection: bool = False
    entries: dict[str | int, Entry] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """An item of a list, or a key with its value.

    `mark_end` is where its `-` or `:` ends, None where it has none; `comma` where the comma after
    it starts, None where there is none.
    """

    start: int
    mark_end: int | None
    node: Node
    comma: int | None = None

    @property
    def end(self) -> int:
        """Where its text ends."""
        return max(self.node.end, self.mark_end or 0)


def nodes(text: str) -> dict[Pointer, Node]:
    """Every value of a sound text by its pointer."""
    reader = _Reader([token for token in tokens(text) if token.is_seen])
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        reader.take(event)
    return reader.found


class _Key(NamedTuple):
    name: str
    start: int
    end: int


@dataclass(slots=True)
class _Open:
    """A collection that is open; `key` is the mapping's key that waits for its value."""

    pointer: Pointer
    node: Node
    is_map: bool
    key: _Key | None = None


class _Marks:
    """The places of tokens of a kind."""

    def __init__(self, seen: Sequence[Token], *kinds: type[yaml.Token]) -> None:
        self.tokens = [token for token in seen if token.kind in kinds]
        self.starts = [token.start for token in self.tokens]

    def before(self, offset: int) -> Token | None:
        """The last that ends at or before an offset."""
        at = bisect_left(self.starts, offset)
        return self.tokens[at - 1] if at else None

    def after(self, offset: int) -> Token | None:
        """The first that starts at an offset or after it."""
        at = bisect_left(self.starts, offset)
        return self.tokens[at] if at < len(self.tokens) else None


class _Reader:
    """Takes libyaml's events one by one; `found` is what comes of them."""

    def __init__(self, seen: Sequence[Token]) -> None:
        self.found: dict[Pointer, Node] = {}
        self.ends = {token.start: token.end for token in seen}
        self.dashes = _Marks(seen, yaml.BlockEntryToken)
        self.colons = _Marks(seen, yaml.ValueToken)
        self.all = _Marks(seen, *{token.kind for token in seen})
        self.stack: list[_Open] = []

    def take(self, event: Any) -> None:
        end = event.end_mark.index
        if isinstance(event, yaml.CollectionEndEvent):
            node = self.stack.pop().node
            entries = list(node.entries.values())
            node.end = end if node.is_flow else entries[-1].end
            for entry in entries if node.is_flow else ():
                after = self.all.after(entry.end)
                is_comma = after is not None and after.kind is yaml.FlowEntryToken
                entry.comma = after.start if after and is_comma else None
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)

    def _node(self, event: Any) -> None:
        start, column = event.start_mark.index, event.start_mark.column
        is_empty = event.end_mark.index == start
        above = self.stack[-1] if self.stack else None
        if isinstance(event, yaml.ScalarEvent):
            end = start if is_empty else self.ends[start]
            if above and above.is_map and above.key is None:
                mark = self.all.before(start)
                is_explicit = mark is not None and mark.kind is yaml.KeyToken
                above.key = _Key(event.value, mark.start if mark and is_explicit else start, end)
                return
            node = Node(start, end, column)
        else:
            node = Node(start, start, column, bool(event.flow_style), is_collection=True)
        pointer = self._place(node, above)
        if node.is_collection:
            self.stack.append(_Open(pointer, node, isinstance(event, yaml.MappingStartEvent)))

    def _place(self, node: Node, above: _Open | None) -> Pointer:
        """Put a node under the collection that is open."""
        pointer: Pointer = ()
        if above and above.key:
            key, above.key = above.key, None
            colon = self.colons.before(node.start)
            mark_end = colon.end if colon and colon.start >= key.end else None
            if node.start == node.end and not node.is_collection:
                node.start = node.end = mark_end or key.end
            above.node.entries[key.name] = Entry(key.start, mark_end, node)
            pointer = (*above.pointer, key.name)
        elif above:
            dash = None if above.node.is_flow else self.dashes.before(node.start)
            start, mark_end = (dash.start, dash.end) if dash else (node.start, None)
            number = len(above.node.entries)
            above.node.entries[number] = Entry(start, mark_end, node)
            pointer = (*above.pointer, number)
        self.found[pointer] = node
        return pointer
