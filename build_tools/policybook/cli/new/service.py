"""`policybook new service`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import click

from policybook.cli.arguments import data_folder
from policybook.cli.names import Checked
from policybook.cli.new.asking import needed, options, value
from policybook.cli.new.creating import create, then
from policybook.scaffold.words import fault, short_name, text_of
from policybook.schemas import Kind
from policybook.source.names import ABOUT, service_fault

_ID = Checked("service id", service_fault)
_NAME = value(Kind.SERVICE, "name")
_PREFIX = Checked("prefix", lambda text: fault(Kind.SERVICE, "prefixes", [text]))


@click.command()
@click.argument("service", metavar="[ID]", type=_ID, required=False)
@click.option("--name", type=_NAME, help='The full name, as in "Amazon Lookout for Vision".')
@click.option(
    "--short-name",
    "short",
    type=value(Kind.SERVICE, "short_name"),
    help="The name without the vendor [default: NAME without Amazon or AWS].",
)
@click.option(
    "--prefix",
    "prefixes",
    type=_PREFIX,
    multiple=True,
    help="What the service's own actions start with, as in s3; may be given several times.",
)
@click.option(
    "--tracking-since",
    metavar="DATE",
    type=value(Kind.SERVICE, "tracking_since"),
    help="The day from which the update history is complete.",
)
@click.option(
    "--documentation",
    metavar="URL",
    type=value(Kind.SERVICE, "documentation"),
    help="The first page of the service's guide.",
)
@options
def service(
    service: str | None,
    name: str | None,
    short: str | None,
    prefixes: Sequence[str],
    tracking_since: str | None,
    documentation: str | None,
    folder: Path,
    asks: bool,
) -> None:
    """Add a service: a folder called ID with its service.yaml.

    \b
    Examples:
      policybook new service acme-storage --name "Acme Storage" --prefix s3
      policybook new service lookout-for-vision --prefix lookoutvision \\
        --name "Amazon Lookout for Vision" --tracking-since 2021-03-01
    """
    root = data_folder(folder)
    service = needed(service, "ID", "Folder of the service, as in acme-storage", _ID, asks=asks)
    name = needed(name, "--name", "Full name, as in Amazon Lookout for Vision", _NAME, asks=asks)
    words = {
        "name": name,
        "short_name": short or short_name(name),
        "prefixes": [*dict.fromkeys(prefixes)],
        "tracking_since": tracking_since,
        "documentation": documentation,
    }
    create(root, {PurePosixPath(service, ABOUT): text_of(words)})
    then(f"add its first policy with policybook new policy {service} NAME")
