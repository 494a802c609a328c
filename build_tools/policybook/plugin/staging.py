"""A folder to build a site in, which takes the place of the old site in one step.

A build that fails or is killed at any moment leaves the old site whole, or the new one.
"""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import shutil
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE

if sys.platform != "win32":
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_LACKS_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
_CANNOT_BE_WRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)
_ASIDE = "-aside"


class Stage:
    """The folder of a site that is being built, at `path`, until it is published as `site`."""

    def __init__(self, site: Path, *, inside: bool = False) -> None:
        """Make the folder, beside the site or, if need be, hidden `inside` it."""
        # Behind a link, so that this still leads to the site when that is another folder.
        self.site = site.resolve()
        if self.site.exists() and not self.site.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(site))
        inside = inside or _stays(self.site)
        home = self.site if inside else self.site.parent
        home.mkdir(parents=True, exist_ok=True)
        mark = f".{self.site.name}.policybook-"
        with _locked(home):
            for other in {home, self.site}:
                _sweep(other, mark, self.site)
            self.path = home / f"{mark}{secrets.token_hex(4)}"
            self.path.mkdir()
            held = _hold(self.path)
        self._mark = mark
        self._remove = weakref.finalize(self, _remove, self.path, held)

    def publish(self) -> None:
        """Let the new site take the place of the old one, which is removed."""
        if self.path.parent == self.site or self._kept():
            self._publish_entries()
        elif self.site.exists():
            self.path.chmod(S_IMODE(self.site.stat().st_mode))
            with _locked(self.path.parent):
                _exchange(self.path, self.site)
        else:
            self.path.rename(self.site)
        self.discard()

    def discard(self) -> None:
        """Remove the folder with what it holds by now."""
        self._remove()

    def unwritten(self, error: OSError) -> str | None:
        """What to tell of an error of writing the site; None if it is of something else."""
        below = error.filename and Path(os.fsdecode(error.filename)).is_relative_to(self.path)
        return told(self.site, error) if below or error.errno in _CANNOT_BE_WRITTEN else None

    def _kept(self) -> list[Path]:
        """Hidden files and folders beside the old pages, which no build makes or removes."""
        return [
            path
            for path in _entries(self.site)
            if path.name.startswith(".") and not (self.path / path.name).exists()
        ]

    def _publish_entries(self) -> None:
        """Take the place of the old site file by file, as its folder has to stay."""
        kept = {path.name for path in self._kept()}
        new = {path.name for path in _entries(self.path)}
        for name in sorted(new):
            if os.path.lexists(self.site / name):
                _exchange(self.path / name, self.site / name)
            else:
                (self.path / name).rename(self.site / name)
        for path in _entries(self.site):
            if path.name not in kept | new:
                path.rename(self.path / path.name)


def told(site: Path, error: OSError) -> str:
    """That a site cannot be written, and why."""
    reason = (error.strerror or str(error)).lower()
    here = Path.cwd()
    shown = site.relative_to(here) if site.is_relative_to(here) else site
    return f"the site cannot be written to `{shown}`: {reason}; what was there is as it was"


def _stays(site: Path) -> bool:
    """Whether the very folder of a site has to stay, since it cannot be moved or someone is in it."""
    return site.exists() and (
        site.is_mount() or Path.cwd().is_relative_to(site) or not os.access(site.parent, os.W_OK)
    )


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _sweep(folder: Path, mark: str, site: Path) -> None:
    """Remove what killed builds left, and put back a site that one of them put aside."""
    for path in _entries(folder):
        if path.name.startswith(mark) and (held := _hold(path)) is not None:
            if path.name.endswith(_ASIDE) and not site.exists():
                path.rename(site)
            _remove(path, held)


def _exchange(one: Path, other: Path) -> None:
    """Let two files or folders change places, in one step where the system can."""
    if _exchanged_at_once(one, other):
        return
    aside = one.with_name(f"{one.name}{_ASIDE}")
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def _exchanged_at_once(one: Path, other: Path) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    paths = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    if rename(*paths, _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _LACKS_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _hold(path: Path) -> int | None:
    """Hold a folder as long as this process lives; None if another one does."""
    if sys.platform == "win32":
        return -1
    with suppress(OSError):
        held = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(held)
        else:
            return held
    return None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other builds from looking for what is left in a folder meanwhile."""
    if sys.platform == "win32":
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # where files cannot be locked, builds are seldom at once
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _remove(path: Path, held: int | None) -> None:
    shutil.rmtree(path, ignore_errors=True)
    if held is not None and held >= 0:
        os.close(held)
