"""Every data file in a folder, whatever its place in the data format."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from policybook.problem import Problem
from policybook.source.folder import Entry, EntryKind, entries, named

SUFFIXES = (".json", ".yaml")


@dataclass(slots=True)
class Sweep:
    """Data files, each once however many links lead to it, and what kept others from sight."""

    files: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sweep(path: Path, shown: PurePosixPath, root: Path) -> Sweep:
    """The data files at a path, and in the folders below it, in their order.

    Hidden files are left out, and so are links that lead out of `root`, as in a check.
    """
    start, problems = named(path, shown, root)
    found = Sweep(problems=problems)
    seen: set[Path] = set()
    stack = [start]
    while stack:
        entry = stack.pop()
        place = entry.path.resolve()
        if place in seen:
            continue
        seen.add(place)
        if entry.kind is EntryKind.FOLDER:
            listed, problems = entries(entry.path, entry.shown, root)
            found.problems += problems
            stack += reversed(listed or ())
        elif entry.kind is EntryKind.FILE and entry.path.suffix in SUFFIXES:
            found.files.append(entry)
    return found
