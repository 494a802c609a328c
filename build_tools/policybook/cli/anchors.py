"""`policybook anchors`."""

from __future__ import annotations

from pathlib import Path

import click

from policybook.check import read
from policybook.cli import arguments
from policybook.cli.painting import painted
from policybook.cli.progress import busy
from policybook.cli.writing import difference, write
from policybook.forwarding.recording import record
from policybook.report.outcome import seen
from policybook.settings import load
from policybook.source.names import LOCK
from policybook.words import counted


@click.command()
@arguments.path
@click.option("--check", "checks", is_flag=True, help="Write nothing; fail if one is missing.")
@click.option("--diff", "shows", is_flag=True, help="Write nothing; show what would be added.")
def anchors(path: Path | None, checks: bool, shows: bool) -> None:
    """Record every page and anchor of the site in anchors.lock.

    PATH is the folder of services [default: policies]. What is recorded stays recorded: from
    then on the check fails where an address leads nowhere. New addresses are added; nothing is
    ever taken out.

    \b
    Examples:
      policybook anchors
      policybook anchors --check --diff
      policybook anchors data/policies
    """
    root = arguments.book(path or arguments.data_folder())
    with busy("Reading"):
        report = read(root)
    if report.problems:
        url = load(root)[0].rule_url
        for problem in report.problems:
            click.echo(painted(seen(problem, root), url(problem.rule)))
        raise click.ClickException("data that cannot be read has no addresses to record")
    file = root / LOCK
    before, after, added = record(report.catalogue)
    is_same = before == after
    if shows and not is_same:
        click.echo("".join(difference(file.as_posix(), before, after)), nl=False)
    told = counted(added, "address", "addresses")
    if checks or shows:
        click.echo(f"{file}: {f'{told} to add' if added or is_same else 'to lay out'}", err=True)
    elif not is_same:
        write(file, after)
        click.echo(f"{file}: {told} added", err=True)
    else:
        click.echo(f"{file}: nothing to add", err=True)
    if checks and not is_same:
        click.echo("policybook anchors records them", err=True)
        raise SystemExit(1)
