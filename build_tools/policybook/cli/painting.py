"""Problems in colour, for a terminal. click takes colours away where the output is no terminal."""

from __future__ import annotations

import sys
from functools import cache

import click

from policybook.cli.terminal import is_plain, is_terminal
from policybook.problem import Problem, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}


def painted(problem: Problem, url: str) -> str:
    """The line of a problem; in a terminal its rule id is a link to the rule's page."""
    said = _said(problem.severity, problem.rule, url if links() else None)
    return f"{click.style(problem.where, bold=True)}: {said} {problem.message}"


def links() -> bool:
    """Whether what is printed has links."""
    return is_terminal(sys.stdout) and not is_plain()


@cache
def _said(severity: Severity, rule: str, url: str | None) -> str:
    """How much a problem matters, and which rule says so."""
    shown = click.style(severity.value, fg=_COLOURS[severity], bold=True)
    return f"{shown} {_linked(rule, url) if url else rule}"


def _linked(text: str, url: str) -> str:
    """Text that terminals show as a link (the OSC 8 escape sequence)."""
    return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"
