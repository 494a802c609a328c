"""`policybook new version`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path, PurePosixPath

import click

from policybook.cli.arguments import data_folder
from policybook.cli.names import PolicyName
from policybook.cli.new.asking import (
    day_option,
    document_option,
    document_text,
    needed,
    needed_document,
    options,
)
from policybook.cli.new.creating import create, then
from policybook.cli.new.finding import catalogue_of, found_policy
from policybook.iam.compare import is_same
from policybook.model import Policy
from policybook.source.edits import edited
from policybook.source.formatting import formatted

_LARGEST = 999_999


@click.command()
@click.argument("policy", metavar="[POLICY]", type=PolicyName(), required=False)
@document_option(
    "The JSON document, as IAM has it; - reads it from the standard input "
    "[default: a copy of the last one, to be edited]."
)
@day_option("The day on which IAM got the version, if it is known.")
@click.option(
    "--number",
    type=click.IntRange(1, _LARGEST),
    help="The number that IAM gave it, if versions are missing in between.",
)
@options
def version(
    policy: str | None,
    document: Path | None,
    day: str | None,
    number: int | None,
    folder: Path,
    asks: bool,
) -> None:
    """Add a version to POLICY.

    Writes the document under the next number and, with --date, notes the date in policy.yaml.
    A published version never changes, so every edit of a document is a new version.

    \b
    Examples:
      policybook new version AcmeReader
      policybook new version AcmeReader --document reader.json --date 2024-06-18
    """
    root = data_folder(folder)
    name = needed(policy, "POLICY", "Policy", PolicyName(), asks=asks)
    found = found_policy(catalogue_of(root), name)
    last = max((*(v.number for v in found.versions), *found.unread), default=0)
    new = number or last + 1
    _fits(found, last, new, day)
    at = found.at.origin.path.parent
    text = _text(root, found, last, document, asks=asks)
    create(root, {at / f"v{new}.json": text}, _words(root, found, new, day) if day else None)
    target = root / at / f"v{new}.json"
    edit = "" if document or not last else f"edit {target}, which is a copy of v{last}; "
    change = f"tell what changed with policybook new change {name}:v{new}"
    then(f"{edit}{change}, then run policybook check")
    if found.default_version:
        message = f"policy.yaml says that v{found.default_version} is in force (default_version)"
        click.echo(f"{message}: v{new} is not, until you change that", err=True)


def _fits(policy: Policy, last: int, new: int, day: str | None) -> None:
    """Whether a version can follow those that are there."""
    if last in policy.unread:
        message = f"v{last}.json of `{policy.name}` cannot be read: run policybook check"
        raise click.ClickException(f"{message} and mend it")
    if new <= last or new > _LARGEST:
        raise click.UsageError(f"`{policy.name}` has v{last} already: --number is a higher one")
    newest = max(policy.dates.values(), default=None)
    if day and newest and date.fromisoformat(day) < newest:
        message = f"`{policy.name}` has a version from {newest}: --date is not before it"
        raise click.UsageError(message)


def _text(root: Path, policy: Policy, last: int, document: Path | None, *, asks: bool) -> str:
    """The document of the new version: the given one, or a copy of the last."""
    before = policy.version(last)
    if before is None:
        return document_text(needed_document(document, asks=asks))
    if document is None:
        path = before.document.at.origin.path
        return formatted(path, (root / path).read_text(encoding="utf-8"))
    text = document_text(document)
    if is_same(json.loads(text), before.document.data):
        raise click.ClickException(f"the document is that of v{last}: nothing changed")
    return text


def _words(root: Path, policy: Policy, new: int, day: str) -> tuple[PurePosixPath, str] | None:
    """The words of a policy with the date of a version, where they do not have it."""
    if policy.dates.get(new) == date.fromisoformat(day):
        return None
    path = policy.at.origin.path
    text = (root / path).read_bytes().decode()
    after = edited(path, text, [(("versions", f"v{new}"), {"date": day})])
    if after == text:
        message = f"{root / path} cannot be edited safely: leave --date out, and add it by hand"
        raise click.ClickException(message)
    return path, after
