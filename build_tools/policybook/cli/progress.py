"""Signs of life, for those who would wonder whether anything happens."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

import click

from policybook.cli.terminal import is_plain, is_terminal

if TYPE_CHECKING:
    from policybook.lint import Watch

T = TypeVar("T")

LONG = 200
"""How many files it takes to be worth a bar."""

WATCHED = 500
"""How many policies and changes it takes to be worth a bar."""

PATIENCE = 1.0
"""The seconds after which someone begins to wonder."""


def progress(items: Sequence[T], label: str, least: int = LONG) -> Iterator[T]:
    """The items, with a bar on a terminal if there are many."""
    if len(items) < least or not is_terminal(sys.stderr):
        yield from items
        return
    steps = max(len(items) // 100, 1)
    with click.progressbar(items, label=label, file=sys.stderr, update_min_steps=steps) as bar:
        yield from bar


@contextmanager
def busy(label: str) -> Iterator[Watch]:
    """Tell on a terminal for how long something goes on already, if it takes its time.

    The clock gives way to a bar once it is known how much there is to do: for the items that are
    given to what comes back.
    """
    done = Event()
    clock = Thread(target=_count, args=(label, done), daemon=True)

    def stop() -> None:
        done.set()
        if clock.is_alive():
            clock.join()

    def watch(items: Sequence[T]) -> Iterator[T]:
        stop()
        return progress(items, label, WATCHED)

    if is_terminal(sys.stderr) and not is_plain():
        clock.start()
    try:
        yield watch
    finally:
        stop()


@contextmanager
def steps(label: str, whole: int) -> Iterator[Callable[[], None]]:
    """Show a bar on a terminal, which what comes back moves on by one of so many steps."""
    if not whole or not is_terminal(sys.stderr) or is_plain():
        yield lambda: None
        return
    with click.progressbar(length=whole, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def _count(label: str, done: Event) -> None:
    shown = ""
    seconds = 0
    while not done.wait(PATIENCE):
        seconds += 1
        shown = f"{label}, {seconds} s"
        click.echo(f"\r{shown}", nl=False, err=True)
    if shown:
        click.echo(f"\r{' ' * len(shown)}\r", nl=False, err=True)
