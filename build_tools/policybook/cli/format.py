"""`policybook format`."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import normpath
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import click

from policybook.cli import arguments
from policybook.cli.painting import painted
from policybook.cli.progress import progress
from policybook.cli.writing import difference, write
from policybook.problem import Problem
from policybook.report.check_github import problem_annotation
from policybook.report.hunks_github import as_annotations
from policybook.settings import load
from policybook.source.book import book_of
from policybook.source.files import read
from policybook.source.folder import Entry
from policybook.source.formatting import formatted
from policybook.source.shown import shown_name
from policybook.source.sweep import SUFFIXES, Sweep, sweep
from policybook.words import counted


class _Change(NamedTuple):
    """A file whose text is not canonical, and the text that is."""

    file: Entry
    before: str
    after: str


@click.command("format")
@arguments.paths
@click.option("--check", "checks", is_flag=True, help="Write nothing; fail if a file would change.")
@click.option("--diff", "shows", is_flag=True, help="Write nothing; show how files would change.")
@arguments.form(
    "text",
    "github",
    help="github writes nothing and annotates a pull request with how files would change.",
)
def format_(paths: Sequence[Path], checks: bool, shows: bool, form: str) -> None:
    """Write the data files in PATH in their canonical form.

    PATH is a file or a folder [default: policies]. Indent, spaces and blank lines become the
    same everywhere; what a file says, its comments, its quotes and the order of keys and lists
    stay as they are. Files that cannot be read are left alone and told as by check.

    \b
    Examples:
      policybook format
      policybook format policies/acme-storage
      policybook format --check
      policybook format --check --format github
      policybook format --diff policies/acme-storage/service.yaml
    """
    chosen = arguments.given(paths)
    found = _found(chosen)
    changes = []
    problems = list(found.problems)
    for file in progress(found.files, "Reading"):
        source, unread = read(file.path, file.shown)
        problems += unread
        if (
            source
            and (text := formatted(PurePosixPath(file.path.name), source.text)) != source.text
        ):
            changes.append(_Change(file, source.text, text))
    url = load(book_of(chosen[0]))[0].rule_url
    annotates = form == "github"
    tell = problem_annotation if annotates else painted
    for problem in sorted(problems):
        click.echo(tell(problem, url(problem.rule)))
    if checks or shows or annotates:
        _show(changes, form="github" if annotates else "diff" if shows else "names")
        done, failed = f"{len(changes):,} would change", 0
    else:
        failed = _write(changes)
        done = f"{len(changes) - failed:,} formatted"
    told = [done] if changes else []
    if problems:
        told.append(counted(len(problems), "problem", "problems"))
    files = counted(len(found.files), "file", "files")
    click.echo(f"{files}: {', '.join(told) or 'all in canonical form'}", err=True)
    if checks and changes:
        click.echo("policybook format writes them in canonical form", err=True)
    if problems or failed or (checks and changes):
        raise SystemExit(1)


def _found(paths: Sequence[Path]) -> Sweep:
    """The data files in the paths, each once, and what kept others from sight."""
    files: dict[Path, Entry] = {}
    problems: list[Problem] = []
    for path in paths:
        shown = PurePosixPath(shown_name(Path(normpath(path)).as_posix()))
        if not path.is_dir() and not (path.is_file() and path.suffix in SUFFIXES):
            message = f"`{shown}` is neither a folder nor a file with the suffix .json or .yaml"
            raise click.UsageError(message)
        swept = sweep(path, shown, book_of(path))
        problems += swept.problems
        for file in swept.files:
            files.setdefault(file.path.resolve(), file)
    return Sweep(list(files.values()), list(dict.fromkeys(problems)))


def _show(changes: Sequence[_Change], form: str) -> None:
    for file, before, after in changes:
        shown = str(file.shown)
        if form == "github":
            for line in as_annotations("warning", "Suggested layout", shown, before, after):
                click.echo(line)
        elif form == "diff":
            click.echo("".join(difference(shown, before, after)), nl=False)
        else:
            click.echo(f"would format {shown}")


def _write(changes: Sequence[_Change]) -> int:
    """Write the files that change; how many could not be written."""
    failed = 0
    for file, _, after in changes:
        try:
            write(file.path, after)
        except click.ClickException as error:
            error.show()
            failed += 1
        else:
            click.echo(f"formatted {file.shown}")
    return failed
