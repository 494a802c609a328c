"""`policybook stats`."""

from __future__ import annotations

from pathlib import Path

import click

from policybook.check import read
from policybook.cli import arguments
from policybook.cli.progress import busy
from policybook.report import stats as report
from policybook.stats import stats as count


@click.command()
@arguments.path
@arguments.form("text", "json", help="json has every policy and document.")
def stats(path: Path | None, form: str) -> None:
    """Count what is in the data.

    PATH is the folder of services [default: policies], or a file or folder inside it. Tells
    how much there is, how much of it is explained, which share of the versions is announced by
    a change and dated, and which documents are the largest. Explained are action patterns of
    documents in force that a grouping or a list of operations names. Gaps are versions that
    are not recorded.

    The exit code is 1 if something could not be read, since it is not counted then.

    \b
    Examples:
      policybook stats
      policybook stats --format json
    """
    root = arguments.book(path or arguments.data_folder())
    with busy("Counting"):
        found = read(root)
        counted = count(found.catalogue)
    if form == "json":
        click.echo(report.as_json(counted))
    else:
        tables = (_painted(table) for table in report.tables(counted))
        click.echo("\n\n".join(tables))
    if found.problems:
        message = "some data could not be read and is not counted: run policybook check"
        click.echo(message, err=True)
        raise SystemExit(1)


def _painted(table: report.Table) -> str:
    head, *lines = table.lines
    return "\n".join((click.style(head, bold=True), *lines))
