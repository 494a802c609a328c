"""Which lines of a folder are not as a revision of git has them."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from policybook.source.git import asked, files_at
from policybook.source.shown import shown_name

_DIFF = (
    *("-c", "core.quotePath=true", "diff", "-U0", "--inter-hunk-context=0", "--no-color"),
    *("--no-ext-diff", "--no-textconv", "--no-renames", "--text", "--ignore-submodules"),
    *("--relative", "--src-prefix=a/", "--dst-prefix=b/", "--diff-filter=MT"),
)
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


@dataclass(frozen=True, slots=True)
class Touched:
    """What is other than in a revision: `lines` of files, `losing` folders, what is not `known`."""

    known: frozenset[PurePosixPath]
    losing: frozenset[PurePosixPath] = frozenset()
    lines: Mapping[PurePosixPath, tuple[range, ...]] = field(default_factory=dict)

    def has(self, path: PurePosixPath, line: int) -> bool:
        """Whether a line of a file, or a folder, was touched; all of what is new was."""
        is_here = any(line in lines for lines in self.lines.get(path, ()))
        return is_here or path in self.losing or path not in self.known


def touched(folder: Path, revision: str) -> Touched:
    """What is touched in `folder` since a revision; where lines went, those around them are.

    Paths are those below the folder, as problems show them. A folder is touched where something
    in it went. Raises GitError as `git.commit_of` does.
    """
    files = files_at(folder, revision)
    gone = [path for path in files if not os.path.lexists(folder / path)]
    return Touched(
        known=frozenset(_shown(place) for path in files for place in (path, *path.parents)),
        losing=frozenset(_shown(place) for path in gone for place in path.parents),
        lines=dict(_lines(folder, revision)) if files and folder.is_dir() else {},
    )


def _lines(folder: Path, revision: str) -> Iterator[tuple[PurePosixPath, tuple[range, ...]]]:
    """The lines that are touched in each file that was there before."""
    output = asked(folder, *_DIFF, "--end-of-options", revision, "--", ".") or b""
    path = None
    found: list[range] = []
    inside = 0
    for line in output.split(b"\n"):
        if inside:
            inside -= line[:1] in (b"+", b"-")
        elif hunk := _HUNK.match(line):
            old, start, new = (1 if number is None else int(number) for number in hunk.groups())
            inside = old + new
            found.append(range(start, start + (new or 2)))
        elif line.startswith(b"+++ "):
            if path:
                yield path, tuple(found)
            path, found = _named(line.removeprefix(b"+++ ")), []
    if path:
        yield path, tuple(found)


def _named(name: bytes) -> PurePosixPath:
    """The path in the head of a difference, where git writes odd names as C does."""
    whole: bytes = ast.literal_eval(f"b{name.decode()}") if name.startswith(b'"') else name
    return _shown(PurePosixPath(os.fsdecode(whole.removesuffix(b"\t").removeprefix(b"b/"))))


def _shown(path: PurePosixPath) -> PurePosixPath:
    return PurePosixPath(*map(shown_name, path.parts))
