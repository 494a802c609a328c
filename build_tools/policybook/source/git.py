"""A folder as a revision of git has it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

_REGULAR = ("100644", "100755")


class GitError(Exception):
    """Git cannot give what was asked for; the message says why, for the user."""


@contextmanager
def at_revision(folder: Path, revision: str) -> Iterator[Path | None]:
    """A copy of `folder` as a revision has it; None where the revision does not have it.

    Only regular files are copied. The copy is gone when the context ends. Raises GitError where
    there is no git, no repository around the folder, or no such revision.
    """
    commit = _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None:
        raise GitError(f"git knows no revision `{revision}` here")
    prefix = (_git(folder, "rev-parse", "--show-prefix") or b"").decode().strip()
    tree = commit.decode().strip() + f":{prefix.rstrip('/')}"
    listing = _git(folder, "ls-tree", "-r", "-z", "--full-tree", tree)
    if listing is None:
        yield None
        return
    with TemporaryDirectory(prefix="policybook-") as name:
        copy = Path(name) / "data"
        copy.mkdir()
        _write(folder, _files(listing), copy)
        yield copy


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


def _write(folder: Path, files: Sequence[tuple[str, PurePosixPath]], into: Path) -> None:
    output = _git(
        folder, "cat-file", "--batch", text="".join(f"{name}\n" for name, _ in files).encode()
    )
    at = 0
    for _, path in files:
        if output is None:
            raise GitError("git cannot read its objects")
        end = output.index(b"\n", at)
        size = int(output[at:end].split()[-1])
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(output[end + 1 : end + 1 + size])
        at = end + 1 + size + 1


def _git(folder: Path, *arguments: str, text: bytes = b"") -> bytes | None:
    """What git prints; None where it says no."""
    try:
        run = subprocess.run(  # noqa: S603 - no shell, and what users give stands behind an option
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's own git
            input=text,
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if b"not a git repository" in run.stderr:
        raise GitError(f"`{folder}` is not in a git repository")
    return run.stdout if run.returncode == 0 else None
