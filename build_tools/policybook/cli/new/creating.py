"""New files, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from os.path import lexists
from pathlib import Path, PurePosixPath

import click

from policybook.cli.writing import write

Texts = Mapping[PurePosixPath, str]
"""Texts by the path of their file in the folder of services."""


def create(root: Path, texts: Texts, edited: tuple[PurePosixPath, str] | None = None) -> None:
    """Write files that do not exist yet and, last, one that does; tell what was written.

    Where that fails or is interrupted, all is as before.
    """
    for path in (*texts, *(edited[:1] if edited else ())):
        if not (root / path).resolve().is_relative_to(root.resolve()):
            raise click.UsageError(f"{root / path} leads out of the folder: nothing is written")
    for path in texts:
        if lexists(root / path):
            raise click.UsageError(f"{root / path} exists already: nothing is written")
    with ExitStack() as undoing:
        for path, text in texts.items():
            _put(root / path, text, undoing)
        if edited:
            write(root / edited[0], edited[1])
        undoing.pop_all()
    for path in texts:
        click.echo(f"wrote {root / path}")
    if edited:
        click.echo(f"edited {root / edited[0]}")


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


def then(text: str) -> None:
    """Say what to do next."""
    click.echo(f"next: {text}", err=True)
