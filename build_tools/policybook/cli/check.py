"""`policybook check`."""

from __future__ import annotations

from pathlib import Path

import click

from policybook.check import Report
from policybook.check import check as run
from policybook.report import lines, summary

FOLDER = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("path", type=FOLDER, default="policies")
def check(path: Path) -> None:
    """Check the data in PATH, the folder of services [default: policies].

    Prints every problem as file:line:column: severity rule-id message.
    """
    if reported(path).problems:
        raise SystemExit(1)


def reported(path: Path) -> Report:
    """The report on the data in `path`, its problems printed."""
    report = run(path)
    for line in lines(report, path):
        click.echo(line)
    click.echo(summary(report), err=True)
    return report
