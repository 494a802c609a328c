"""`policybook diff`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from policybook.cli import arguments
from policybook.cli.compared import compared
from policybook.cli.names import PolicyName
from policybook.cli.progress import busy
from policybook.difference import CatalogueDifference
from policybook.report.diff_items import Mark
from policybook.report.diff_json import as_json
from policybook.report.diff_markdown import as_markdown
from policybook.report.diff_text import Line, lines

_COLOURS = {
    Mark.ADDED: "green",
    Mark.REMOVED: "red",
    Mark.WIDENED: "yellow",
    Mark.NARROWED: "magenta",
    Mark.CALLOUT: "red",
}


class Side(PolicyName):
    """A git revision, a policy, a version of one or a file. The shell completes policies."""

    name = "revision, policy, version or file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text: what it stands for shows only beside the other side."""
        del param, ctx
        return str(value)


@click.command()
@click.argument("old", type=Side(), required=False)
@click.argument("new", type=Side(), required=False)
@arguments.in_folder
@arguments.form(
    "text",
    "markdown",
    "json",
    help="markdown is for a comment on a pull request, json for programs.",
)
@click.option("--exit-code", "exits", is_flag=True, help="Exit with 1 if there are differences.")
def diff(old: str | None, new: str | None, folder: Path, form: str, exits: bool) -> None:
    """Show by meaning what differs between OLD and NEW.

    OLD and NEW are two git revisions of the data, two versions of policies written as
    NAME:v1, or two JSON files with policy documents. Without them the data is compared with
    what git has as HEAD; one revision is compared with the data as it is. NAME alone, the name
    of a policy, stands for its last two versions; NAME:v2 alone for that version and the one
    before it.

    Statements are matched by what they say, and what could do harm comes first. The exit code
    is 1 if some data could not be read.

    \b
    Examples:
      policybook diff
      policybook diff origin/main --format markdown
      policybook diff v1.0 v1.1 --in data/policies
      policybook diff AcmeReader
      policybook diff AcmeReader:v1 AcmeReader:v3
      policybook diff before.json after.json --exit-code
    """
    with busy("Comparing"):
        difference, problems = compared([side for side in (old, new) if side], folder)
    if difference is not None:
        _tell(difference, form)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        click.echo("this could not be read and is not compared", err=True)
    if problems or (difference and exits):
        raise SystemExit(1)


def _tell(difference: CatalogueDifference, form: str) -> None:
    if form == "json":
        click.echo(as_json(difference))
    elif form == "markdown":
        click.echo(as_markdown(difference), nl=False)
    else:
        for line in lines(difference):
            click.echo(_painted(line))


def _painted(line: Line) -> str:
    if line.is_title or line.mark in _COLOURS:
        return click.style(line.text, fg=_COLOURS.get(line.mark), bold=line.is_title or None)
    return line.text
