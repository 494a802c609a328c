"""The blocks that a review is made of, and how many of them there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

from policybook.words import counted

_BETWEEN = "\n\n"
_LEFT_OUT = (
    "There is room for no more here. `policybook review` shows the rest, with a larger `--limit`."
)


class Rank(IntEnum):
    """What is kept where there is no room for all, the first longest."""

    VERDICT = auto()
    GRAVE = auto()
    USUAL = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines between what stands above and below them, which cannot do without any of them."""

    above: str
    lines: tuple[str, ...] = ()
    below: str = ""
    rank: Rank = Rank.USUAL

    @classmethod
    def titled(cls, title: str, lines: Iterable[str], rank: Rank = Rank.USUAL) -> Block:
        """Lines below a heading, which stands for itself where there are none."""
        found = tuple(lines)
        return cls(f"{title}\n" if found else title, found, rank=rank)

    @property
    def text(self) -> str:
        """All of it."""
        return self._with(self.lines)

    def within(self, room: int) -> str:
        """As much of it as there is room for, and how much there is beyond; it may be nothing."""
        if len(self.text) <= room:
            return self.text
        room -= len(self._with(())) + len(_more(len(self.lines)))
        kept = 0
        for line in self.lines:
            room -= len(line) + 1
            if room < 0:
                break
            kept += 1
        return self._with(self.lines[:kept]) + _more(len(self.lines) - kept) if kept else ""

    def _with(self, lines: Sequence[str]) -> str:
        ends = ([self.above] if self.above else []), ([self.below] if self.below else [])
        return "\n".join((*ends[0], *lines, *ends[1]))


def _more(lines: int) -> str:
    return f"{_BETWEEN}… and {counted(lines, 'more line', 'more lines')}"


def fitted(blocks: Sequence[Block], limit: int) -> str:
    """The text that blocks make, cut to so many characters: what matters less goes first."""
    whole = _BETWEEN.join(block.text for block in blocks) + "\n"
    if len(whole) <= limit:
        return whole
    room = limit - len(_LEFT_OUT) - len("\n")
    taken = dict.fromkeys(range(len(blocks)), "")
    for number in sorted(taken, key=lambda number: blocks[number].rank):
        if text := blocks[number].within(room - len(_BETWEEN)):
            taken[number] = text
            room -= len(text) + len(_BETWEEN)
    return _BETWEEN.join([*filter(None, taken.values()), _LEFT_OUT]) + "\n"
