"""New files, all of them or none."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from policybook.cli.writing import Texts, write_all


def create(root: Path, texts: Texts, edited: tuple[PurePosixPath, str] | None = None) -> None:
    """Write files that do not exist yet and, last, one that does; tell what was written.

    Where that fails or is interrupted, all is as before.
    """
    write_all(root, texts, dict([edited] if edited else []))
    for path in texts:
        click.echo(f"wrote {root / path}")
    if edited:
        click.echo(f"edited {root / edited[0]}")


def then(text: str) -> None:
    """Say what to do next."""
    click.echo(f"next: {text}", err=True)
