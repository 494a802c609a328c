"""`policybook anchors`."""

from __future__ import annotations

from pathlib import Path

import click

from policybook.check import read
from policybook.cli import arguments
from policybook.cli.painting import painted
from policybook.cli.progress import busy
from policybook.cli.writing import difference, write
from policybook.forwarding.recording import Record, record
from policybook.report.annotation import uncommanding
from policybook.report.hunks_github import as_annotations
from policybook.report.outcome import seen
from policybook.settings import load
from policybook.source.names import LOCK
from policybook.words import counted


@click.command()
@arguments.path
@click.option("--check", "checks", is_flag=True, help="Write nothing; fail if one is missing.")
@click.option("--diff", "shows", is_flag=True, help="Write nothing; show what would be added.")
@arguments.form(
    "text",
    "github",
    help="github writes nothing and annotates a pull request with what would be added.",
)
def anchors(path: Path | None, checks: bool, shows: bool, form: str) -> None:
    """Record every page and anchor of the site in anchors.lock.

    PATH is the folder of services [default: policies]. What is recorded stays recorded: from
    then on the check fails where an address leads nowhere. New addresses are added; nothing is
    ever taken out.

    \b
    Examples:
      policybook anchors
      policybook anchors --check --diff
      policybook anchors --check --format github
      policybook anchors data/policies
    """
    root = arguments.book(path or arguments.data_folder())
    annotates = form == "github"
    with busy("Reading"):
        report = read(root)
    if report.problems:
        url = load(root)[0].rule_url
        for problem in report.problems:
            line = painted(seen(problem, root), url(problem.rule))
            # An annotation of it is for the check to make.
            click.echo(uncommanding(line) if annotates else line)
        raise click.ClickException("data that cannot be read has no addresses to record")
    file = root / LOCK
    found = record(report.catalogue)
    if annotates:
        title = "Addresses to record"
        for line in as_annotations("warning", title, file.as_posix(), found.before, found.after):
            click.echo(line)
    elif shows:
        click.echo("".join(difference(file.as_posix(), found.before, found.after)), nl=False)
    elif not checks and not found.is_done:
        write(file, found.after)
    is_written = not (checks or shows or annotates)
    click.echo(f"{file}: {_told(found, is_written=is_written)}", err=True)
    if checks and not found.is_done:
        click.echo("policybook anchors records them", err=True)
        raise SystemExit(1)


def _told(found: Record, *, is_written: bool) -> str:
    if found.is_done:
        return "nothing to add"
    if not found.added:
        return "laid out" if is_written else "to be laid out"
    return f"{counted(found.added, 'address', 'addresses')} {'added' if is_written else 'to add'}"
