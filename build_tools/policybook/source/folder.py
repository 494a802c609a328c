"""One folder of the data → its entries, or the problems that keep them from being used."""

from __future__ import annotations

import errno
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
        paths = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
        for path in paths:
            path.lstat()  # a folder may give its names and nothing more
    except NotADirectoryError:
        message = "this is a file; a folder should be here"
        return None, [_problem(shown, "file-wrong-kind", message)]
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        return None, [_problem(shown, "file-unreadable", message)]
    listed = []
    problems = []
    for path in paths:
        at = shown / shown_name(path.name)
        kind, problem = _kind(path, at, root)
        listed.append(Entry(path, at, kind))
        if problem:
            problems.append(problem)
    return listed, problems


def _kind(path: Path, at: PurePosixPath, root: Path) -> tuple[EntryKind, Problem | None]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            message = "the symbolic link leads nowhere: remove it"
            return EntryKind.UNUSABLE, _problem(at, "file-outside", message)
        message = f"this cannot be read: {error.strerror}"
        return EntryKind.UNUSABLE, _problem(at, "file-unreadable", message)
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        message = "the symbolic link leads out of the folder: copy the file instead"
        return EntryKind.UNUSABLE, _problem(at, "file-outside", message)
    if stat.S_ISDIR(mode):
        return EntryKind.FOLDER, None
    return (EntryKind.FILE if stat.S_ISREG(mode) else EntryKind.SPECIAL), None


def _problem(shown: PurePosixPath, rule: str, message: str) -> Problem:
    return Problem.of(Place(Whole(shown)), rule, message)
