"""`policybook review`."""

from __future__ import annotations

from pathlib import Path

import click

from policybook.cli import arguments
from policybook.cli.progress import busy
from policybook.cli.proposed import proposed
from policybook.report.review import as_markdown
from policybook.source.git import GitError


@click.command()
@arguments.path
@click.option(
    "--base",
    metavar="REV",
    required=True,
    help="The git revision that the proposal is for, such as origin/main; it is compared with the "
    "data as it was where the proposal branched off.",
)
@click.option(
    "--head",
    metavar="REV",
    help="The git revision that is proposed [default: the data as it is]. It is read from git and "
    "not checked out.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=2_000),
    metavar="CHARACTERS",
    default=60_000,
    show_default=True,
    help="How long the text may be. A comment on GitHub takes 65,536 characters.",
)
def review(path: Path | None, base: str, head: str | None, limit: int) -> None:
    """Tell in Markdown what a proposal means.

    PATH is the folder of services [default: policies]. The text is for a comment on a pull
    request. It says whether the check would pass with --strict, which problems are new, what
    policybook fix and policybook format would make of changed files, and what changes by meaning.

    The settings are those of pyproject.toml here, with --head too. The exit code is 0 whatever
    is found, since policybook check is what decides.

    \b
    Examples:
      policybook review --base origin/main
      policybook review policies --base origin/main --head HEAD > review.md
    """
    root = arguments.book(path or arguments.data_folder())
    with busy("Reviewing") as watch:
        try:
            found = proposed(root, base, head, watch)
        except GitError as error:
            raise click.UsageError(str(error)) from None
    click.echo(as_markdown(found, limit), nl=False)
