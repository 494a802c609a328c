"""What would change in files as annotations of GitHub Actions, one for each hunk."""

from __future__ import annotations

from collections.abc import Iterator

from policybook.report.annotation import annotation
from policybook.report.hunks import Hunk, hunks, printed
from policybook.words import counted

_MOST_LINES = 40
_LONGEST_LINE = 300


def as_annotations(command: str, title: str, file: str, before: str, after: str) -> Iterator[str]:
    """A line for each hunk that leads from one text of a file to the other.

    The lines are those of the text before; for what only comes, that above it.
    """
    for hunk in hunks(before, after):
        first = max(hunk.old.start + bool(hunk.old), 1)
        yield annotation(
            command,
            "\n".join(_shown(hunk)),
            file=file,
            line=first,
            endLine=max(hunk.old.stop, first),
            title=title,
        )


def _shown(hunk: Hunk) -> Iterator[str]:
    yield from (printed(line, _LONGEST_LINE) for line in hunk.lines[:_MOST_LINES])
    if (more := len(hunk.lines) - _MOST_LINES) > 0:
        yield f"… and {counted(more, 'more line', 'more lines')}"
