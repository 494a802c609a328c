"""Signs of life, for those who would wonder whether anything happens."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import TypeVar

import click

from policybook.cli.terminal import is_plain, is_terminal

T = TypeVar("T")

LONG = 200
"""How many files it takes to be worth a bar."""

PATIENCE = 1.0
"""The seconds after which someone begins to wonder."""


def progress(items: Sequence[T], label: str) -> Iterator[T]:
    """The items, with a bar on a terminal if there are many."""
    if len(items) < LONG or not is_terminal(sys.stderr):
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


@contextmanager
def busy(label: str) -> Iterator[None]:
    """Tell on a terminal for how long something goes on already, if it takes its time."""
    if not is_terminal(sys.stderr) or is_plain():
        yield
        return
    done = Event()
    clock = Thread(target=_count, args=(label, done), daemon=True)
    clock.start()
    try:
        yield
    finally:
        done.set()
        clock.join()


def _count(label: str, done: Event) -> None:
    shown = ""
    seconds = 0
    while not done.wait(PATIENCE):
        seconds += 1
        shown = f"{label}, {seconds} s"
        click.echo(f"\r{shown}", nl=False, err=True)
    if shown:
        click.echo(f"\r{' ' * len(shown)}\r", nl=False, err=True)
