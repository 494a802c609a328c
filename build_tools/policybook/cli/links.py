"""`policybook links`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from os.path import relpath
from pathlib import Path, PurePosixPath

import click

from policybook.cli import arguments, external
from policybook.cli.progress import busy
from policybook.cli.telling import tell, told
from policybook.links.aim import Home
from policybook.links.external.choice import Choice
from policybook.links.sources import source_file
from policybook.problem import Problem
from policybook.report.links import as_json, link_outcome
from policybook.report.outcome import seen_from
from policybook.settings import load
from policybook.source import lock

DEFAULT_SITE = "site"
"""Where generators leave a site if nothing else is said."""

Kept = tuple[PurePosixPath, list[tuple[int, str]]]
"""A file with addresses that have to stay, each with its line."""


class _Address(click.ParamType[Home]):
    """Where a site is published."""

    name = "address"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Home:
        """The home at an address; one that is none of the web is a usage error."""
        home = Home.of(str(value))
        if home is None:
            self.fail(f"`{value}` is no address of a site: start it with https://", param, ctx)
        return home


@click.command()
@click.argument(
    "site",
    metavar="[SITE]",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=False,
)
@click.option(
    "--site-url",
    "home",
    type=_Address(),
    metavar="URL",
    help="Where the site is published; else its own pages say so.",
)
@click.option(
    "--lock",
    "lock_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A file of addresses that must lead to something in the site, such as anchors.lock.",
)
@click.option(
    "--ignore",
    "patterns",
    multiple=True,
    metavar="PATTERN",
    help="Leave alone what leads to such an address; may be given several times.",
)
@arguments.form(
    "text",
    "json",
    "github",
    "sarif",
    help="json has every place of a problem, github is for annotations, sarif for code scanning.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@external.options
def links(
    site: Path | None,
    home: Home | None,
    lock_file: Path | None,
    patterns: Sequence[str],
    form: str,
    strict: bool,
    fetching: external.Fetching | None,
) -> None:
    """Check every link of a site that was built.

    SITE is the folder in which a generator of static sites left it [default: site]. Whatever its
    pages, styles, feeds and sitemaps name has to be there, down to the anchor; addresses of other
    sites are checked for how they are written. A problem that many pages have is told once.

    With --external those are fetched as well, each once: what is gone, has moved or lacks the
    anchor is told, and so is what cannot be judged. What was all right is not fetched again for
    some days. Private addresses are fetched only with --allow.

    In a PATTERN, * stands for any characters and ? for one; it is held against the address as a
    page writes it and, for what is in the site, from its root: /api/*.

    \b
    Examples:
      policybook links
      policybook links site --strict --lock policies/anchors.lock
      policybook links public --site-url https://example.com/docs/
      policybook links --ignore '/api/*' --format json
      policybook links --external --allow 'https://docs.example.com/*'
    """
    # What reads HTML takes long to load, which a list of commands need not wait for.
    from policybook.links.check import check_links
    from policybook.links.faults import Names, faults

    root = site or _default()
    settings, problems = load(root)
    kept, unread = _read(lock_file, root) if lock_file else (None, [])
    choice = Choice(
        allow=(*settings.links.allow, *(fetching.allow if fetching else ())),
        ignore=(*settings.links.ignore, *patterns),
    )
    with busy("Reading") as watch:
        report = check_links(
            root,
            home=home,
            lock=kept,
            ignored=choice.ignores,
            reachable=choice.allows,
            watch=watch,
        )
    if not report.pages:
        raise click.UsageError(f"there is no page in `{root}`: name the folder of a built site")
    if fetching:
        report = external.fetched(report, choice, fetching)
    names = Names(partial(seen_from, root), partial(source_file, folder=Path()))
    found = faults(report, every=form == "json", names=names)
    outcome = link_outcome(report, found, [*problems, *unread], settings)
    said = told(outcome, form, partial(as_json, faults=found, root=root), strict=strict)
    tell(said)
    if said.fails:
        raise SystemExit(1)


def _default() -> Path:
    if not Path(DEFAULT_SITE).is_dir():
        message = f"there is no folder `{DEFAULT_SITE}` here: build the site, or name its folder"
        raise click.UsageError(message)
    return Path(DEFAULT_SITE)


def _read(file: Path, root: Path) -> tuple[Kept, list[Problem]]:
    """The addresses in a file that have to stay, and what is wrong with it."""
    shown = PurePosixPath(Path(relpath(file, root)).as_posix())
    source, problems = lock.read(file, shown)
    entries = source.data if source else ()
    return (shown, [(entry.line, entry.address) for entry in entries if not entry.gone]), problems
