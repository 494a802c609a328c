"""What git has: revisions, and a folder as one of them has it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory, TemporaryFile
from typing import NamedTuple

from policybook.source.shown import shown

_REGULAR = ("100644", "100755")
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git sets for its hooks: it would have the repository that runs the hook be looked at."""
_MOST_TOLD = 1 << 26
"""What git may print at once, in bytes: a few times what the largest catalogue makes it print."""
_MOST_COPIED = 1 << 30
"""What a copy of a folder may take, in bytes."""
_LARGEST = _MOST_TOLD // 2
"""The largest file that is copied, in bytes; none of the data may be as large."""


class GitError(Exception):
    """Git cannot give what was asked for; the message says why, for the user."""


def commit_of(folder: Path, revision: str) -> str:
    """The id of the commit that a revision stands for, in the repository around `folder`.

    Raises GitError where there is no git, no repository or no such revision.
    """
    here, _ = _existing(folder)
    line = f"{revision}^{{commit}}"
    commit = asked(here, "rev-parse", "--verify", "--quiet", "--end-of-options", line)
    if commit is None or commit.startswith(b"^"):  # which is all but a commit
        hint = ": nothing is committed yet" if revision == "HEAD" else ""
        raise GitError(f"git knows no revision `{shown(revision)}` here{hint}")
    return commit.decode().strip()


def branch_point(folder: Path, revision: str, head: str = "HEAD") -> str:
    """The id of the commit at which `head` branched off from a revision.

    It is the revision itself where git knows of no commit that both have: where their histories
    have nothing in common, or where a shallow clone does not reach back that far. Raises GitError
    as commit_of does.
    """
    commit = commit_of(folder, revision)
    here, _ = _existing(folder)
    common = asked(here, "merge-base", "--end-of-options", commit, head)
    return common.decode().strip() if common else commit


@contextmanager
def at_revision(folder: Path, revision: str) -> Iterator[Path | None]:
    """A copy of `folder` as a revision has it; None where the revision does not have it.

    Only regular files are copied, and of one that is larger than any data only how large it is.
    The copy is gone when the context ends. Raises GitError as commit_of does, and where there is
    more than can be copied.
    """
    here, listing = _listing(folder, revision)
    if listing is None:
        yield None
        return
    with TemporaryDirectory(prefix="policybook-") as name:
        copy = Path(name) / "data"
        copy.mkdir()
        for batch in _batches(_sized(here, [*_files(listing)])):
            _write(here, batch, copy)
        yield copy


def files_at(folder: Path, revision: str) -> frozenset[PurePosixPath]:
    """The regular files that a revision has in `folder`. Raises GitError as commit_of does."""
    _, listing = _listing(folder, revision)
    return frozenset(path for _, path in _files(listing or b""))


def asked(here: Path, *arguments: str, text: bytes = b"") -> bytes | None:
    """What git prints; None where it says no."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    with TemporaryFile() as given, TemporaryFile() as faults:
        given.write(text)
        given.seek(0)
        try:
            with subprocess.Popen(  # noqa: S603 - no shell; users' words stand behind an option
                ["git", "-C", str(here), *arguments],  # noqa: S607 - the user's own git
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=faults,
                env={**kept, "LC_ALL": "C"},
            ) as run:
                output = run.stdout.read(_MOST_TOLD + 1) if run.stdout else b""
                if len(output) > _MOST_TOLD:
                    run.kill()
                    raise GitError(f"git has more in `{here}` than can be looked at")
        except FileNotFoundError:
            raise GitError("git is not installed") from None
        faults.seek(0)
        fault = faults.read()
    if b"not a git repository" in fault:
        raise GitError(f"`{here}` is not in a git repository")
    if b"dubious ownership" in fault:
        raise GitError(f"git does not trust `{here}`, which belongs to someone else")
    return output if run.returncode == 0 else None


def _existing(folder: Path) -> tuple[Path, str]:
    """The nearest folder that is there, and the way from it to the one that is meant."""
    path = Path(os.path.abspath(folder))  # noqa: PTH100 - `..` goes, symbolic links stay
    here = next(parent for parent in (path, *path.parents) if parent.is_dir())
    return here, path.relative_to(here).as_posix().removeprefix(".")


def _listing(folder: Path, revision: str) -> tuple[Path, bytes | None]:
    """Where git runs, and what it lists of a folder; None where the revision does not have it."""
    here, below = _existing(folder)
    prefix = asked(here, "rev-parse", "--show-prefix")
    if prefix is None:
        raise GitError(f"git cannot read the repository around `{here}`")
    path = os.fsdecode(prefix).removesuffix("\n") + below
    tree = f"{commit_of(folder, revision)}:{path.rstrip('/')}"
    return here, asked(here, "ls-tree", "-r", "-z", "--full-tree", tree)


def _files(listing: bytes) -> Iterator[tuple[str, PurePosixPath]]:
    """The object and the path of each regular file."""
    for entry in filter(None, listing.split(b"\0")):
        facts, _, path = entry.partition(b"\t")
        mode, _, name = facts.decode().split(" ")
        place = PurePosixPath(os.fsdecode(path))
        if mode in _REGULAR and not place.is_absolute() and ".." not in place.parts:
            yield name, place


class _File(NamedTuple):
    """A file of a revision, and how many bytes it has."""

    name: str
    path: PurePosixPath
    size: int

    @property
    def is_copied(self) -> bool:
        """Whether what it holds is copied, and not only how large it is."""
        return self.size <= _LARGEST


def _sized(here: Path, files: list[tuple[str, PurePosixPath]]) -> Iterator[_File]:
    names = "".join(f"{name}\n" for name, _ in files)
    output = asked(here, "cat-file", "--batch-check", text=names.encode()) or b""
    total = 0
    for (name, path), line in zip(files, output.splitlines(), strict=False):
        facts = line.split()
        if facts[:2] != [name.encode(), b"blob"]:
            raise GitError(f"git does not have the content of `{shown(str(path))}`")
        file = _File(name, path, int(facts[2]))
        total += file.size if file.is_copied else 0
        if total > _MOST_COPIED:
            raise GitError(f"git has more in `{here}` than can be looked at")
        yield file


def _batches(files: Iterable[_File]) -> Iterator[list[_File]]:
    """The files in their order, so many at a time that git can print what they hold."""
    batch: list[_File] = []
    room = _MOST_TOLD
    for file in files:
        needed = len(file.name) + 32 + (file.size if file.is_copied else 0)
        if needed > room:
            yield batch
            batch, room = [], _MOST_TOLD
        batch.append(file)
        room -= needed
    yield batch


def _write(here: Path, files: list[_File], into: Path) -> None:
    names = "".join(f"{file.name}\n" for file in files if file.is_copied)
    output = asked(here, "cat-file", "--batch", text=names.encode()) or b""
    at = 0
    for file in files:
        target = into / file.path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as written:
                if file.is_copied:
                    start = output.index(b"\n", at) + 1
                    at = start + file.size + 1
                    written.write(output[start : at - 1])
                else:
                    written.truncate(file.size)
        except OSError as error:
            raise GitError(
                f"`{shown(str(file.path))}` cannot be copied: {error.strerror}"
            ) from None
