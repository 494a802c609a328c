"""`policybook new change`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from policybook.choice import Choice
from policybook.cli.arguments import data_folder
from policybook.cli.names import Checked, PolicyVersion, ServiceId
from policybook.cli.names import Version as Named
from policybook.cli.new.asking import day_option, needed, options, value
from policybook.cli.new.choosing import chosen
from policybook.cli.new.creating import create, then
from policybook.cli.new.finding import catalogue_of, found_policy, found_service
from policybook.cli.painting import painted
from policybook.model import Catalogue, Change, Policy, Service, Version
from policybook.problem import Severity
from policybook.report.outcome import seen
from policybook.rule import Context
from policybook.scaffold.change import (
    change_text,
    covering,
    new_change,
    path_of,
    problems,
    updates,
)
from policybook.scaffold.words import fault
from policybook.schemas import Kind
from policybook.settings import load

_TITLE = value(Kind.CHANGE, "title")
_TEXT = value(Kind.CHANGE, "text")
_ACTION = Checked("action", lambda text: fault(Kind.CHANGE, "updates", [_covering(text)]))


@click.command()
@click.argument("policies", metavar="[POLICY[:vN]]...", type=PolicyVersion(), nargs=-1)
@click.option("--title", type=_TITLE, help="The change in a few words; the file is named after it.")
@click.option("--text", type=_TEXT, help="What readers should know beyond the facts, in Markdown.")
@day_option("The day of the change [default: today].")
@click.option(
    "--service",
    type=ServiceId(),
    help="Whose history it is part of [default: the service of the policies].",
)
@click.option(
    "--covered",
    type=_ACTION,
    multiple=True,
    metavar="ACTION",
    help="A new action that a wildcard allowed already; may be given several times.",
)
@options
def change(
    policies: Sequence[Named],
    title: str | None,
    text: str | None,
    day: str | None,
    service: str | None,
    covered: Sequence[str],
    folder: Path,
    asks: bool,
) -> None:
    """Add an entry to the update history, with what really changed.

    Each version named as POLICY:vN is compared with the one before it, and the entry lists the
    actions that came and went, and those of which more or less is allowed. A POLICY without a
    version stands for its versions that no entry announces yet; with no POLICY at all, those of
    the whole service are taken.

    With --covered, a POLICY without a version is one that allowed the actions already; with no
    POLICY at all, all policies of the service that did are listed too.

    \b
    Examples:
      policybook new change AcmeReader:v2 --title "Tags of objects"
      policybook new change --service acme-storage --title "New operations" \\
        --date 2024-06-18 --covered s3:GetObjectTagging
    """
    today = date.today()  # noqa: DTZ011 - the editor's
    on = date.fromisoformat(day) if day else today
    root = data_folder(folder)
    catalogue = catalogue_of(root)
    if catalogue.has_unread_changes:
        raise click.ClickException("some changes cannot be read: run policybook check first")
    owner = _service(catalogue, service, policies, root, asks=asks)
    context = Context(catalogue, today)
    steps, covers = chosen(owner, [*dict.fromkeys(policies)], covered, context)
    for policy, version in steps:
        click.echo(_told(policy, version), err=True)
    title = needed(title, "--title", "The change in a few words", _TITLE, asks=asks)
    entry = new_change(path_of(owner.id, on, title), on, title, text)
    done = [*updates(steps, entry.at, context)]
    if covers:
        done.append(covering(covers, covered, entry.at))
    entry = replace(entry, updates=tuple(done))
    _holds(entry, context, root)
    create(root, {entry.at.origin.path: change_text(entry)})
    then(f"read {root / entry.at.origin.path} once more, then run policybook check")


def _covering(action: str) -> Mapping[str, object]:
    return {"kind": "covered", "policies": ["Policy"], "covered": [action]}


def _service(
    catalogue: Catalogue, name: str | None, named: Sequence[Named], root: Path, *, asks: bool
) -> Service:
    """The service whose history gets the change."""
    owners = {found_policy(catalogue, policy).service for policy, _ in named}
    if not owners:
        owners = {service.id for service in catalogue.services}
    if name is None and len(owners) == 1:
        name = owners.pop()
    question = "Service whose history it is part of"
    return found_service(
        catalogue, needed(name, "--service", question, ServiceId(), asks=asks), root
    )


def _told(policy: Policy, version: Version) -> str:
    """That a version is part of the change, and what is odd about it."""
    told = f"{policy.name} {version.label}"
    last = policy.version(version.number - 1)
    if last is None and version.number > 1:
        return f"{told}: v{version.number - 1} is not recorded, so no actions are listed"
    if last and last.document.data == version.document.data:
        return f"{told}: its document is still that of {last.label}, so no actions are listed"
    return told


def _holds(entry: Change, context: Context, root: Path) -> None:
    """Tell what the rules find in a change; with an error it is not written."""
    settings, _ = load(root)
    found = problems(entry, context, settings.choose(Choice()))
    for problem in found:
        click.echo(painted(seen(problem, root), settings.rule_url(problem.rule)))
    if any(problem.severity is Severity.ERROR for problem in found):
        raise click.ClickException("the change does not hold: nothing is written")
