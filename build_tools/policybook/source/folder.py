"""One folder of the data → its entries, or the problems that keep them from being used."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePosixPath

from policybook.problem import Place, Problem
from policybook.source.shown import shown_name
from policybook.source.source import Whole


class EntryKind(Enum):
    """What stands under a name in a folder."""

    FILE = auto()
    FOLDER = auto()
    SPECIAL = auto()
    UNUSABLE = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in a folder; problems call it `shown`. Why it is unusable has been reported."""

    path: Path
    shown: PurePosixPath
    kind: EntryKind


def entries(
    folder: Path, shown: PurePosixPath, root: Path
) -> tuple[list[Entry] | None, list[Problem]]:
    """What is in a folder, sorted, but for hidden files; None where it cannot be listed.

    A symbolic link is what it leads to, as long as that is below `root`.
    """
    try:
        with os.scandir(folder) as found:
            names = sorted(entry.name for entry in found if not entry.name.startswith("."))
        # A folder may give its names and nothing more.
        modes = [(name, os.lstat(folder / name).st_mode) for name in names]
    except NotADirectoryError:
        message = "this is a file; a folder should be here"
        return None, [_problem(shown, "file-wrong-kind", message)]
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        return None, [_problem(shown, "file-unreadable", message)]
    listed = []
    problems = []
    for name, mode in modes:
        path, at = folder / name, shown / shown_name(name)
        kind, problem = _linked(path, at, root) if stat.S_ISLNK(mode) else (_kind(mode), None)
        listed.append(Entry(path, at, kind))
        if problem:
            problems.append(problem)
    return listed, problems


def named(path: Path, shown: PurePosixPath, root: Path) -> tuple[Entry, list[Problem]]:
    """What is at a path that is named by itself, whichever part of it is a link."""
    kind, problem = _linked(path, shown, root)
    return Entry(path, shown, kind), [problem] if problem else []


def _linked(link: Path, at: PurePosixPath, root: Path) -> tuple[EntryKind, Problem | None]:
    """What a symbolic link leads to."""
    try:
        mode = link.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            message = "the symbolic link leads nowhere: remove it"
            return EntryKind.UNUSABLE, _problem(at, "file-outside", message)
        message = f"this cannot be read: {error.strerror}"
        return EntryKind.UNUSABLE, _problem(at, "file-unreadable", message)
    if not link.resolve().is_relative_to(root.resolve()):
        message = "the symbolic link leads out of the folder: copy the file instead"
        return EntryKind.UNUSABLE, _problem(at, "file-outside", message)
    return _kind(mode), None


def _kind(mode: int) -> EntryKind:
    if stat.S_ISDIR(mode):
        return EntryKind.FOLDER
    return EntryKind.FILE if stat.S_ISREG(mode) else EntryKind.SPECIAL


def _problem(shown: PurePosixPath, rule: str, message: str) -> Problem:
    return Problem.of(Place(Whole(shown)), rule, message)
