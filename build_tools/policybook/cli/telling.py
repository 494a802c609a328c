"""What came of a check, told in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection

import click

from policybook.cli.painting import painted
from policybook.problem import Problem
from policybook.report.check_text import help_lines, summary
from policybook.report.outcome import Outcome


def tell(
    found: Outcome,
    form: str,
    as_json: Callable[[Outcome], str],
    touched: Collection[Problem] | None = None,
) -> None:
    """Print the problems, and on stderr what was checked.

    Annotations of problems that are `touched` come before the others.
    """
    if form == "json":
        click.echo(as_json(found))
    elif form == "sarif":
        from policybook.report.check_sarif import as_sarif

        click.echo(as_sarif(found))
    elif form == "github":
        from policybook.report.check_github import as_annotations

        for line in as_annotations(found, touched):
            click.echo(line)
    else:
        lines = [painted(problem, found.rule_url(problem.rule)) for problem in found.problems]
        if lines:
            click.echo("\n".join(lines))
    click.echo(summary(found), err=True)
    if form == "github":
        from policybook.report.check_github import overflow

        if more := overflow(found):
            click.echo(more, err=True)
    for line in help_lines(found) if form == "text" else ():
        click.echo(line, err=True)
