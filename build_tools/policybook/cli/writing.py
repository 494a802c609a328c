"""Changes to the user's files: written whole or not at all, or shown as a difference."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from os.path import lexists
from pathlib import Path, PurePosixPath
from secrets import token_hex

import click

from policybook.cli.terminal import is_terminal
from policybook.report.hunks import printed, unified

Texts = Mapping[PurePosixPath, str]
"""Texts by the path of their file in the folder of services."""

_COLOURS = {"-": "red", "+": "green", "@": "cyan"}


def write(path: Path, text: str) -> None:
    """Put a text into a file, new or not, so that no one ever sees a part of it.

    A file keeps its permissions, and a symbolic link stays one: the file that it leads to is
    written.
    """
    target = path.resolve()
    interim = target.with_name(f".{token_hex(8)}.tmp")
    try:
        mode = target.stat().st_mode if target.exists() else None
        try:
            with interim.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
            if mode is not None:
                interim.chmod(mode)
            interim.replace(target)
        finally:
            interim.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(f"{path} cannot be written: {reason}") from None


def write_all(root: Path, new: Texts, edited: Texts) -> None:
    """Write files that do not exist yet and then some that do, below a folder.

    Where that fails or is interrupted, all is as before.
    """
    inside = root.resolve()
    for path in (*new, *edited):
        if not (root / path).resolve().is_relative_to(inside):
            raise click.UsageError(f"{root / path} leads out of the folder: nothing is written")
    for path in new:
        if lexists(root / path):
            raise click.UsageError(f"{root / path} exists already: nothing is written")
    with ExitStack() as undoing:
        for path, text in new.items():
            _put(root / path, text, undoing)
        for path, text in edited.items():
            before = (root / path).read_bytes().decode()
            write(root / path, text)
            undoing.callback(partial(write, root / path, before))
        undoing.pop_all()


def _put(target: Path, text: str, undoing: ExitStack) -> None:
    """Write a new file and the folders above it; `undoing` learns how to take them back."""
    try:
        for folder in reversed(target.parents):
            if not folder.exists():
                folder.mkdir()
                undoing.callback(folder.rmdir)
        target.touch(exist_ok=False)
        undoing.callback(target.unlink, missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(f"{target} cannot be written: {reason}") from None
    write(target, text)


def difference(shown: str, before: str, after: str) -> Iterator[str]:
    """The lines of a difference, as `diff -u` writes it.

    A terminal gets them in colour, and gets no control code that the texts have.
    """
    seen = printed if is_terminal(sys.stdout) else str
    for number, line in enumerate(unified(shown, before, after)):
        is_name = number < 2
        colour = None if is_name else _COLOURS.get(line[:1])
        yield click.style(seen(line), fg=colour, bold=is_name or None) + "\n"
