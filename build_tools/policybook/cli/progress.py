"""A progress bar, for those who would wonder whether anything happens."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

from policybook.cli.terminal import is_terminal

T = TypeVar("T")

LONG = 200
"""How many files it takes to be worth a bar."""


def progress(items: Sequence[T], label: str) -> Iterator[T]:
    """The items, with a bar on a terminal if there are many."""
    if len(items) < LONG or not is_terminal(sys.stderr):
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar
