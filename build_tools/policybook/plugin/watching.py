"""Watching the data of a preview: thousands of files, of which one changes now and then."""

from __future__ import annotations

import os
from typing import Any

from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
)
from watchdog.observers import Observer

_CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]


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

    def schedule(self, handler: Any, path: str, *, recursive: bool = False) -> Any:
        """Have a handler told of what changes below a path."""
        if path != self._folder:
            return self._polling.schedule(handler, path, recursive=recursive)
        self._scheduled = (handler, path)
        return self._native.schedule(handler, path, recursive=recursive, event_filter=_CHANGES)

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
