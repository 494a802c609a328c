"""One folder of the data → its entries, or the problems that keep them from being used."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePosixPath
from typing import Self

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
    """A name in a folder, which problems call `above`. Why it is unusable has been reported.

    Its paths are made when they are asked for: most entries are looked at by name alone.
    """

    folder: str
    above: PurePosixPath
    name: str
    kind: EntryKind
    is_link: bool = False

    @classmethod
    def at(cls, path: Path, shown: PurePosixPath, kind: EntryKind) -> Self:
        """What is at a path that problems call `shown`."""
        return cls(str(path), shown, "", kind)

    @property
    def location(self) -> str:
        """Its path as a text."""
        return _joined(self.folder, self.name) if self.name else self.folder

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.location)

    @property
    def shown(self) -> PurePosixPath:
        """What problems call it."""
        return self.above / shown_name(self.name)


def entries(
    folder: Path, shown: PurePosixPath, root: Path
) -> tuple[list[Entry] | None, list[Problem]]:
    """What is in a folder, sorted, but for hidden files; None where it cannot be listed.

    A symbolic link is what it leads to, as long as that is below `root`.
    """
    location = str(folder)
    try:
        with os.scandir(location) as found:
            kinds = {item.name: _kind_of(item) for item in found if item.name[0] != "."}
        # A folder may give its names and nothing more.
        if kinds:
            os.lstat(_joined(location, min(kinds)))
    except NotADirectoryError:
        message = "this is a file; a folder should be here"
        return None, [_problem(shown, "file-wrong-kind", message)]
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        return None, [_problem(shown, "file-unreadable", message)]
    listed = []
    problems = []
    for name in sorted(kinds):
        kind = kinds[name]
        if kind is None:
            kind, problem = _linked(folder / name, shown / shown_name(name), root)
            problems += [problem] if problem else []
        listed.append(Entry(location, shown, name, kind, kinds[name] is None))
    return listed, problems


def named(path: Path, shown: PurePosixPath, root: Path) -> tuple[Entry, list[Problem]]:
    """What is at a path that is named by itself, whichever part of it is a link."""
    kind, problem = _linked(path, shown, root)
    return Entry.at(path, shown, kind), [problem] if problem else []


def _joined(folder: str, name: str) -> str:
    """The path of what is in a folder: a Path for each takes much longer."""
    return f"{folder}{os.sep}{name}"


def _kind_of(item: os.DirEntry[str]) -> EntryKind | None:
    """What something in a folder is; None for a symbolic link."""
    if item.is_symlink():
        return None
    if item.is_dir(follow_symlinks=False):
        return EntryKind.FOLDER
    return EntryKind.FILE if item.is_file(follow_symlinks=False) else EntryKind.SPECIAL


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
