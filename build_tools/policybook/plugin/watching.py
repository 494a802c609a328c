"""Watching the data of a preview: thousands of files, of which one changes now and then."""

from __future__ import annotations

import os
from collections.abc import Container
from threading import Lock
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

_CHANGES: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]

_MANY = 500
"""After how many changes at once it may be that the system did not tell of all."""


class Watch:
    """Takes the place of what a preview watches files with.

    MkDocs reads all folders again and again, which for thousands of files takes a good part of a
    processor; the system tells by itself when one of the data changes.
    """

    def __init__(self, polling: Any, folder: str) -> None:
        self._polling = polling
        self._native = Observer()
        self._folder = os.path.abspath(folder)  # noqa: PTH100 - as MkDocs names it
        self._scheduled: tuple[Any, Any] | None = None
        self._lock = Lock()
        self._touched: set[str] | None = None
        self._count = 0

    def touched(self) -> Container[str] | None:
        """The names in the folder of data below which something changed since this was asked last.

        None if it may be any.
        """
        with self._lock:
            touched, self._touched = self._touched, set()
            count, self._count = self._count, 0
        return touched if count < _MANY else None

    def doubt(self) -> None:
        """Take it that anything may have changed."""
        with self._lock:
            self._touched = None

    def note(self, path: str) -> None:
        """Remember that something changed at a path."""
        above, _, below = path.partition(f"{self._folder}{os.sep}")
        with self._lock:
            self._count += 1
            if above or not below:
                self._touched = None
            elif self._touched is not None:
                self._touched.add(below.partition(os.sep)[0])

    def schedule(self, handler: Any, path: str, *, recursive: bool = False) -> Any:
        """Have a handler told of what changes below a path."""
        if path != self._folder:
            return self._polling.schedule(handler, path, recursive=recursive)
        noting = _Noting(self, handler)
        self._scheduled = (noting, path)
        return self._native.schedule(noting, path, recursive=recursive, event_filter=_CHANGES)

    def unschedule(self, watch: Any) -> None:
        """Tell no more of it."""
        (self._native if watch.path == self._folder else self._polling).unschedule(watch)

    def start(self) -> None:
        """Begin to watch."""
        try:
            self._native.start()
        except OSError:
            # There are more folders than the system watches at once.
            if self._scheduled:
                self._polling.schedule(*self._scheduled, recursive=True)
        self._polling.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._native.stop()
        self._polling.stop()

    def join(self) -> None:
        """Wait until nothing is watched."""
        self._polling.join()


class _Noting(FileSystemEventHandler):
    """Notes what changes before another handler is told."""

    def __init__(self, watch: Watch, handler: Any) -> None:
        self._watch = watch
        self._handler = handler

    def dispatch(self, event: FileSystemEvent) -> None:
        """Note an event, and tell it as one of a file: MkDocs takes no notice of folders."""
        for path in (event.src_path, event.dest_path):
            if path:
                self._watch.note(os.fsdecode(path))
        self._handler.dispatch(FileModifiedEvent(event.src_path))
