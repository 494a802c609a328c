"""`policybook anchors`."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from policybook.check import check
from policybook.cli import arguments
from policybook.cli.painting import painted
from policybook.cli.progress import busy
from policybook.cli.published import states
from policybook.cli.writing import difference, write
from policybook.forwarding.recording import Record, record
from policybook.problem import Severity
from policybook.report.annotation import uncommanding
from policybook.report.hunks_github import as_annotations
from policybook.report.outcome import seen
from policybook.source import lock
from policybook.source.names import LOCK
from policybook.words import counted


@click.command()
@arguments.path
@click.option(
    "--check", "checks", is_flag=True, help="Write nothing; fail if it is not up to date."
)
@click.option("--diff", "shows", is_flag=True, help="Write nothing; show what would change.")
@arguments.base(
    "A git revision with what is published; what only came after it and leads nowhere is taken "
    "out [default: HEAD, in a git repository]."
)
@arguments.form(
    "text",
    "github",
    help="github writes nothing and annotates a pull request with what would change.",
)
def anchors(path: Path | None, checks: bool, shows: bool, base: str | None, form: str) -> None:
    """Record every page and anchor of the site in anchors.lock.

    PATH is the folder of services [default: policies]. What is published stays recorded: from
    then on the check fails where an address leads nowhere. New addresses are added, unless the
    data has errors, since such data is not published. Where git could not merge the file, the
    addresses of both sides stay.

    \b
    Examples:
      policybook anchors
      policybook anchors --check --diff
      policybook anchors --check --format github
      policybook anchors --base origin/main
      policybook anchors data/policies
    """
    root = arguments.book(path or arguments.data_folder())
    file = root / LOCK
    annotates = form == "github"
    before = file.read_bytes().decode(errors="replace") if file.is_file() else ""
    text = lock.merged(before)
    texts = {PurePosixPath(LOCK): text} if text != before else {}
    with busy("Reading"):
        report = check(root, texts=texts)
        found = record(report.catalogue, states(root, base))
    errors = [p for p in report.problems if p.severity is Severity.ERROR]
    # Whether old addresses lead somewhere is for the check; new ones are recorded all the same.
    errors = [problem for problem in errors if problem.rule != "anchor-gone"]
    if errors:
        for problem in errors:
            line = painted(seen(problem, root), report.settings.rule_url(problem.rule))
            # An annotation of it is for the check to make.
            click.echo(uncommanding(line) if annotates else line)
        raise click.ClickException("data with errors is not published: nothing is recorded")
    if annotates:
        title = "Addresses to record"
        for line in as_annotations("warning", title, file.as_posix(), before, found.text):
            click.echo(line)
    elif shows:
        click.echo("".join(difference(file.as_posix(), before, found.text)), nl=False)
    is_written = not (checks or shows or annotates)
    if is_written and before != found.text:
        write(file, found.text)
    click.echo(f"{file}: {_told(found, is_written=is_written)}", err=True)
    is_merged = text == before
    if not is_merged:
        click.echo("git could not merge the file: the addresses of both sides stay", err=True)
    if found.lost:
        stay = "address that leads nowhere stays", "addresses that lead nowhere stay"
        hint = "" if base else "; --base REV takes out what that git revision does not have"
        click.echo(f"{counted(found.lost, *stay)} recorded: see policybook check{hint}", err=True)
    if checks and not (found.is_done and is_merged):
        click.echo("policybook anchors records them", err=True)
        raise SystemExit(1)


def _told(found: Record, *, is_written: bool) -> str:
    added = counted(found.added, "address", "addresses")
    dropped = counted(found.dropped, "address", "addresses")
    told = [
        *([f"{added} {'added' if is_written else 'to add'}"] if found.added else []),
        *([f"{dropped} {'taken' if is_written else 'to take'} out"] if found.dropped else []),
    ]
    return ", ".join(told) or "nothing to add"
