"""A folder as a revision of git has it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from policybook.source.shown import shown

_REGULAR = ("100644", "100755")
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git sets for its hooks: it would have the repository that runs the hook be looked at."""


class GitError(Exception):
    """Git cannot give what was asked for; the message says why, for the user."""


@contextmanager
def at_revision(folder: Path, revision: str) -> Iterator[Path | None]:
    """A copy of `folder` as a revision has it; None where the revision does not have it.

    Only regular files are copied. The copy is gone when the context ends. Raises GitError where
    there is no git, no repository around the folder, or no such revision.
    """
    here, below = _existing(folder)
    prefix = _told(here, "rev-parse", "--show-prefix") + below
    commit = _git(
        here, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None:
        hint = ": nothing is committed yet" if revision == "HEAD" else ""
        raise GitError(f"git knows no revision `{shown(revision)}` here{hint}")
    tree = f"{commit.decode().strip()}:{prefix.rstrip('/')}"
    listing = _git(here, "ls-tree", "-r", "-z", "--full-tree", tree)
    if listing is None:
        yield None
        return
    with TemporaryDirectory(prefix="policybook-") as name:
        copy = Path(name) / "data"
        copy.mkdir()
        _write(here, _files(listing), copy)
        yield copy


def _existing(folder: Path) -> tuple[Path, str]:
    """The nearest folder that is there, and the way from it to the one that is meant."""
    path = Path(os.path.abspath(folder))  # noqa: PTH100 - `..` goes, symbolic links stay
    here = next(parent for parent in (path, *path.parents) if parent.is_dir())
    return here, path.relative_to(here).as_posix().removeprefix(".")


def _files(listing: bytes) -> list[tuple[str, PurePosixPath]]:
    """The object and the path of each regular file."""
    found = []
    for entry in filter(None, listing.split(b"\0")):
        facts, _, path = entry.partition(b"\t")
        mode, _, name = facts.decode().split(" ")
        place = PurePosixPath(os.fsdecode(path))
        if mode in _REGULAR and not place.is_absolute() and ".." not in place.parts:
            found.append((name, place))
    return found


def _write(here: Path, files: Sequence[tuple[str, PurePosixPath]], into: Path) -> None:
    names = "".join(f"{name}\n" for name, _ in files)
    output = _git(here, "cat-file", "--batch", text=names.encode()) or b""
    at = 0
    for name, path in files:
        end = output.find(b"\n", at)
        facts = output[at:end].split()
        if end < 0 or facts[:2] != [name.encode(), b"blob"]:
            raise GitError(f"git does not have the content of `{shown(str(path))}`")
        size = int(facts[2])
        target = into / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(output[end + 1 : end + 1 + size])
        except OSError as error:
            raise GitError(f"`{shown(str(path))}` cannot be copied: {error.strerror}") from None
        at = end + 1 + size + 1


def _told(here: Path, *arguments: str) -> str:
    """The line that git prints."""
    output = _git(here, *arguments)
    if output is None:
        raise GitError(f"git cannot read the repository around `{here}`")
    return os.fsdecode(output).removesuffix("\n")


def _git(here: Path, *arguments: str, text: bytes = b"") -> bytes | None:
    """What git prints; None where it says no."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    try:
        run = subprocess.run(  # noqa: S603 - no shell, and what users give stands behind an option
            ["git", "-C", str(here), *arguments],  # noqa: S607 - the user's own git
            input=text,
            capture_output=True,
            check=False,
            env={**kept, "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if b"not a git repository" in run.stderr:
        raise GitError(f"`{here}` is not in a git repository")
    if b"dubious ownership" in run.stderr:
        raise GitError(f"git does not trust `{here}`, which belongs to someone else")
    return run.stdout if run.returncode == 0 else None
