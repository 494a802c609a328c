"""`policybook rules`."""

from __future__ import annotations

from pathlib import Path

import click

from policybook.cli import arguments
from policybook.guide import guides
from policybook.report.rules import as_json, explanation, overview
from policybook.settings import load


@click.command()
@click.argument("rule", metavar="[ID]", type=arguments.RuleId(), required=False)
@arguments.form("text", "json", help="json has the documentation of every rule.")
def rules(rule: str | None, form: str) -> None:
    """List the rules, or explain the one called ID.

    \b
    Examples:
      policybook rules
      policybook rules change-claim-false
      policybook rules --format json
    """
    chosen = [guides()[rule]] if rule else [*guides().values()]
    settings, _ = load(Path())
    if form == "json":
        click.echo(as_json(chosen, settings.rule_url))
    elif rule:
        head, *lines = explanation(chosen[0], settings.rule_url(rule))
        click.echo("\n".join((click.style(head, bold=True), *lines)))
    else:
        rows = [*overview(chosen)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            click.echo("  ".join(cells).rstrip())
