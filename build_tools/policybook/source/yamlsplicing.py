"""Canonical YAML text → the same text with some values changed, removed or added.

Only the places that a step names are touched; the result may lack canonical white space.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from policybook.problem import Pointer
from policybook.source.yamlnodes import Entry, Node, nodes
from policybook.source.yamlwriting import (
    STEP,
    block_lines,
    flow_text,
    item_lines,
    key_lines,
    value_lines,
)


class Changed(NamedTuple):
    """The value at `pointer` becomes another."""

    pointer: Pointer
    value: Any


class Removed(NamedTuple):
    """What stands in the collection at `pointer` under `key` goes; something else stays there."""

    pointer: Pointer
    key: str | int


class Added(NamedTuple):
    """The collection at `pointer` gets one more key or item at its end."""

    pointer: Pointer
    key: str | int
    value: Any


Step = Changed | Removed | Added


class _Splice(NamedTuple):
    """`text` takes the place of what stands between two offsets."""

    start: int
    end: int
    text: str


def spliced(text: str, steps: Iterable[Step]) -> str:
    """A canonical text after the steps, none of which is inside what another changes or removes."""
    splicer = _Splicer(text, nodes(text))
    splices: list[_Splice] = []
    gone: dict[Pointer, set[str | int]] = defaultdict(set)
    new: dict[Pointer, list[Added]] = defaultdict(list)
    for step in steps:
        match step:
            case Changed():
                splices += splicer.changed(step)
            case Removed():
                gone[step.pointer].add(step.key)
            case Added():
                new[step.pointer].append(step)
    for pointer in sorted({*gone, *new}, key=len, reverse=True):
        node = splicer.nodes[pointer]
        turned = splicer.flow if node.is_flow else splicer.block
        splices += turned(node, gone[pointer], new[pointer])
    pieces = []
    last = 0
    for start, end, piece in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [text[last:start], piece]
        last = end
    return "".join([*pieces, text[last:]])


@dataclass(frozen=True, slots=True)
class _Splicer:
    text: str
    nodes: dict[Pointer, Node]

    def changed(self, step: Changed) -> Iterator[_Splice]:
        """What puts another value in the place of one."""
        node = self.nodes[step.pointer]
        if not step.pointer:
            end = self.filled_end(node.end)
            if block_lines(step.value):
                yield self.block_instead(node, end, step.value)
            else:
                yield _Splice(node.start, end, flow_text(step.value))
            return
        parent = self.nodes[step.pointer[:-1]]
        entry = parent.entries[step.pointer[-1]]
        if parent.is_flow:
            yield self.flow_changed(entry, step.value)
            return
        yield from self.block_changed(entry, step, parent.column + STEP)

    def flow_changed(self, entry: Entry, value: Any) -> _Splice:
        """A new value in a flow collection."""
        node, new = entry.node, flow_text(value)
        if node.start < node.end:
            return _Splice(node.start, node.end, new)
        return _Splice(node.end, node.end, f" {new}" if entry.mark_end else f": {new}")

    def block_changed(self, entry: Entry, step: Changed, column: int) -> Iterator[_Splice]:
        """A new value in a block collection; comments around the old one stay."""
        node, start = entry.node, entry.mark_end or entry.node.start
        end = self.filled_end(entry.end)
        head, below = value_lines(step.value, as_flow=node.is_flow)
        is_apart = bool(self.text[start : node.start].strip())
        if not head and (is_apart or (node.is_collection and not node.is_flow)):
            yield self.block_instead(node, end, step.value)
            return
        if not head and isinstance(step.pointer[-1], int):
            head, *below = below
        if is_apart:
            yield _Splice(node.start, end, head)
        else:
            yield _Splice(start, end, f" {head}" if head else "")
        if below:
            at = self.line_end(end)
            yield _Splice(at, at, f"\n{' ' * column}{_joined(below, column)}")

    def block_instead(self, node: Node, end: int, value: Any) -> _Splice:
        """A mapping or list in the place of a value; a comment after that stays one."""
        lines = _joined(block_lines(value), node.column)
        comment = self.text[end : self.line_end(end)].lstrip()
        if _ends_in_text(value) and comment:
            lines += f"\n{' ' * node.column}"
            end = self.line_end(end) - len(comment)
        return _Splice(node.start, end, lines)

    def block(self, node: Node, gone: set[str | int], new: Sequence[Added]) -> Iterator[_Splice]:
        """What takes entries out of a block collection and adds others to it."""
        for key, entry in node.entries.items():
            if key in gone:
                start = self.line_start(entry.start)
                if self.text[start : entry.start].strip():
                    end = self.line_end(self.filled_end(entry.end))
                    yield _Splice(entry.start, end, "")
                else:
                    yield _Splice(start, self.next_line(entry.end), "")
        at = self.next_line(node.end)
        as_flow = all(entry.node.is_flow for entry in node.entries.values())
        for step in new:
            if isinstance(step.key, int):
                lines = item_lines(step.value, as_flow=as_flow)
            else:
                lines = key_lines(step.key, step.value, as_flow=as_flow)
            yield _Splice(at, at, f"{' ' * node.column}{_joined(lines, node.column)}\n")

    def flow(self, node: Node, gone: set[str | int], new: Sequence[Added]) -> Iterator[_Splice]:
        """What takes entries out of a flow collection and adds others to it."""
        added = ", ".join(
            flow_text([s.value] if isinstance(s.key, int) else {s.key: s.value})[1:-1] for s in new
        )
        if not node.entries:
            yield _Splice(node.start + 1, node.start + 1, added)
            return
        *others, (last_key, last) = node.entries.items()
        kept = [entry for key, entry in others if key not in gone]
        for key, entry in others:
            if key in gone and entry.comma is not None:
                yield self.without_line(entry.start, entry.comma + 1)
        if last_key not in gone:
            if added:
                at = last.end if last.comma is None else last.comma + 1
                yield _Splice(at, at, f", {added}" if last.comma is None else f" {added}")
        elif added:
            yield _Splice(last.start, last.end, added)
        elif last.comma is not None:
            yield self.without_line(last.start, last.comma + 1)
        else:
            yield self.without_line(last.start, last.end)
            if kept and kept[-1].comma is not None:
                yield _Splice(kept[-1].comma, kept[-1].comma + 1, "")

    def without_line(self, start: int, end: int) -> _Splice:
        """What removes a part of a text, and its line if nothing else is on it."""
        first, last = self.line_start(start), self.line_end(end)
        if self.text[first:start].strip() or self.text[end:last].strip():
            return _Splice(start, end, "")
        return _Splice(first, self.next_line(end), "")

    def filled_end(self, end: int) -> int:
        """Where a value ends, but for the ends of lines that belong to it."""
        while end and self.text[end - 1] == "\n":
            end -= 1
        return end

    def line_start(self, offset: int) -> int:
        """Where the line that has an offset starts."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Where the line that has an offset ends."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def next_line(self, offset: int) -> int:
        """Where the next line starts, unless one starts here."""
        if offset == self.line_start(offset):
            return offset
        return min(self.line_end(offset) + 1, len(self.text))


def _joined(lines: Iterable[str], column: int) -> str:
    return f"\n{' ' * column}".join(lines)


def _ends_in_text(value: Any) -> bool:
    """Whether the last line of a block may be one of a text, which takes in all that follows."""
    while isinstance(value, (dict, list)) and value:
        value = [*(value.values() if isinstance(value, dict) else value)][-1]
    return isinstance(value, str) and "\n" in value
