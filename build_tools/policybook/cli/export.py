"""`policybook export`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from policybook import prose
from policybook.cli import arguments
from policybook.cli.check import reported
from policybook.cli.reference import commands
from policybook.render.dates import DateStyle
from policybook.render.settings import POLICIES_PER_PAGE, Flavour, Settings

_STYLES = click.Choice([style.value for style in DateStyle])


@click.command()
@arguments.path
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write; it is made if it does not exist.",
)
@click.option(
    "--for",
    "flavour",
    type=click.Choice([flavour.value for flavour in Flavour]),
    default=Flavour.COMMONMARK.value,
    show_default=True,
    help="What will read the files: commonmark is for Zensical, MkDocs and most others.",
)
@click.option(
    "--site-name", default="Policybook", show_default=True, help="The title of the home page."
)
@click.option(
    "--site-url", help="Where the site will be published; feeds are written only with it."
)
@click.option(
    "--dates", type=_STYLES, default="long", show_default=True, help="How dates are written."
)
@click.option(
    "--policies-per-page",
    type=click.IntRange(min=0),
    default=POLICIES_PER_PAGE,
    show_default=True,
    help="How many policies the page of a service explains; one with more is an index of them.",
)
def export(
    path: Path | None,
    target: Path,
    flavour: str,
    site_name: str,
    site_url: str | None,
    dates: str,
    policies_per_page: int,
) -> None:
    """Write the Markdown edition of the data into a folder.

    PATH is the folder of services [default: policies]. Zensical and MkDocs build the folder as
    it is; with --for hugo it is a content folder for Hugo. Data with errors is not exported,
    and files that are there already are overwritten only where a page has their name.

    \b
    Examples:
      policybook export --to docs
      policybook export data/policies --to content --for hugo --site-name Acme
    """
    # The renderer takes long to load, and no other command needs it.
    from policybook.render.book import markdown_edition, render

    root = arguments.book(path or arguments.data_folder())
    if target.resolve().is_relative_to(root.resolve()):
        raise click.BadParameter("the folder is part of the data", param_hint="'--to'")
    if site_url and not prose.is_safe(site_url):
        raise click.BadParameter("an address starts with https://", param_hint="'--site-url'")
    report = reported(root)
    if report.failed:
        raise click.ClickException("data with errors is not exported: nothing is written")
    settings = Settings(
        site_name=site_name,
        site_url=f"{site_url.rstrip('/')}/" if site_url else None,
        dates=DateStyle(dates),
        commands=partial(commands, click.get_current_context().find_root().command),
        policies_per_page=policies_per_page,
    )
    count = 0
    try:
        for file in markdown_edition(render(report.catalogue, settings), Flavour(flavour)):
            place = target / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(file.text, encoding="utf-8", newline="\n")
            count += 1
    except OSError as error:
        raise click.ClickException(
            f"{error.filename} cannot be written: {error.strerror}"
        ) from None
    click.echo(f"{count} files written to {target}", err=True)
