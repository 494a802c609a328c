"""What differs between two texts, line by line, as `diff -u` tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policybook.problem import printable
from policybook.report.patience import kept

_NO_END = "\\ No newline at end of file"


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that go and come, with the sign of each in front and some that stay around them.

    `old` and `new` are the indexes of the lines in both texts, counted from 0.
    """

    old: range
    new: range
    lines: tuple[str, ...]

    @property
    def head(self) -> str:
        """The line that says which lines these are."""
        return f"@@ -{_counted(self.old)} +{_counted(self.new)} @@"


def unified(shown: str, before: str, after: str) -> Iterator[str]:
    """The lines of a difference of a file, without what ends them; none if it is the same."""
    for number, hunk in enumerate(hunks(before, after, around=3)):
        if not number:
            yield from (f"--- {shown}", f"+++ {shown}")
        yield hunk.head
        yield from hunk.lines


def hunks(before: str, after: str, around: int = 0) -> Iterator[Hunk]:
    """What differs between two texts, with as many lines around as are given."""
    old, new = _lines(before), _lines(after)
    group: list[tuple[range, range]] = []
    for change in _changes(old, new):
        if group and change[0].start - group[-1][0].stop > 2 * around:
            yield _hunk(group, old, new, around)
            group = []
        group.append(change)
    if group:
        yield _hunk(group, old, new, around)


def printed(line: str, most: int | None = None) -> str:
    """A line to look at, cut where it is longer: with its tabs, and a mark for what is hidden."""
    text = "\t".join(map(printable, line.split("\t")))
    return text if most is None or len(text) <= most else f"{text[:most]}…"


def _hunk(
    group: Sequence[tuple[range, range]], old: Sequence[str], new: Sequence[str], around: int
) -> Hunk:
    first, last = group[0], group[-1]
    above = min(around, first[0].start)
    below = min(around, len(old) - last[0].stop)
    at = first[0].start - above
    lines: list[str] = []
    for gone, come in group:
        lines += _signed(" ", old[at : gone.start])
        lines += _signed("-", old[gone.start : gone.stop])
        lines += _signed("+", new[come.start : come.stop])
        at = gone.stop
    lines += _signed(" ", old[at : at + below])
    return Hunk(
        range(first[0].start - above, last[0].stop + below),
        range(first[1].start - above, last[1].stop + below),
        tuple(lines),
    )


def _signed(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line.removesuffix("\n")
        if not line.endswith("\n"):
            yield _NO_END


def _counted(lines: range) -> str:
    if len(lines) == 1:
        return f"{lines.start + 1}"
    return f"{lines.start + bool(lines)},{len(lines)}"


def _lines(text: str) -> list[str]:
    """The lines of a text with what ends them: a line feed, and nothing else."""
    *whole, rest = text.split("\n")
    return [*(line + "\n" for line in whole), *([rest] if rest else [])]


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[range, range]]:
    """The lines that go, and those that take their place."""
    end = (len(old), len(new))
    for (i, j), (k, m) in pairwise([(-1, -1), *kept(old, new), end]):
        if (k, m) != (i + 1, j + 1):
            yield range(i + 1, k), range(j + 1, m)
