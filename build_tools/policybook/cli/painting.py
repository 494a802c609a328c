"""Problems in colour, for a terminal. click takes colours away where the output is no terminal."""

from __future__ import annotations

import sys

import click

from policybook.cli.terminal import is_plain, is_terminal
from policybook.problem import Problem, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}


def painted(problem: Problem, url: str) -> str:
    """The line of a problem; in a terminal its rule id is a link to the rule's page."""
    line = str(problem)
    where, _, rest = line.partition(f": {problem.severity} {problem.rule} ")
    links = is_terminal(sys.stdout) and not is_plain()
    severity = click.style(problem.severity.value, fg=_COLOURS[problem.severity], bold=True)
    rule = _linked(problem.rule, url) if links else problem.rule
    return f"{click.style(where, bold=True)}: {severity} {rule} {rest}"


def _linked(text: str, url: str) -> str:
    """Text that terminals show as a link (the OSC 8 escape sequence)."""
    return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"
