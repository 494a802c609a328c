"""`policybook new policy`."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

import click

from policybook.cli.arguments import data_folder
from policybook.cli.names import Checked, ServiceId
from policybook.cli.new.asking import (
    choice,
    day_option,
    document_option,
    document_text,
    needed,
    needed_document,
    options,
    value,
)
from policybook.cli.new.creating import create, then
from policybook.cli.new.finding import catalogue_of, found_service
from policybook.model import Attachable, Change, PolicyType, Service
from policybook.scaffold.change import announcement, change_text
from policybook.scaffold.words import labels, paragraph, text_of
from policybook.schemas import Kind
from policybook.source.listing import listing
from policybook.source.names import WORDS, policy_fault
from policybook.words import some

_NAME = Checked("policy name", policy_fault)
_TYPE = choice(PolicyType)
_DESCRIPTION = value(Kind.POLICY, "description")


@click.command()
@click.argument("service", metavar="[SERVICE]", type=ServiceId(), required=False)
@click.argument("name", metavar="[NAME]", type=_NAME, required=False)
@document_option("The JSON document of v1, as IAM has it; - reads it from the standard input.")
@click.option("--description", type=_DESCRIPTION, help="What the policy is for, in Markdown.")
@click.option(
    "--type",
    "kind",
    type=_TYPE,
    help="Who maintains it [default: the type of the service's other policies].",
)
@click.option("--path", type=value(Kind.POLICY, "path"), help="The IAM path, if it is not /.")
@click.option("--account", type=value(Kind.POLICY, "account"), help="The account it lives in.")
@click.option("--attachable", type=choice(Attachable), help="What it can be attached to.")
@day_option("The day on which IAM got v1, if it is known.")
@click.option(
    "--change/--no-change",
    "announces",
    default=None,
    help="Write an entry of the update history too [default: if the service tracks changes].",
)
@options
def policy(
    service: str | None,
    name: str | None,
    document: Path | None,
    description: str | None,
    kind: str | None,
    path: str | None,
    account: str | None,
    attachable: str | None,
    day: str | None,
    announces: bool | None,
    folder: Path,
    asks: bool,
) -> None:
    """Add a policy called NAME to SERVICE, with its first version.

    Writes policy.yaml and v1.json. Where the service tracks changes, an entry of the update
    history announces the policy, dated --date or today. What its statements are for is left to
    you: nothing can know that.

    \b
    Examples:
      policybook new policy acme-storage AcmeReader --document reader.json \\
        --description "Lets people open what is stored." --date 2024-02-01
      aws iam get-policy-version --policy-arn ARN --version-id v1 --output json \\
        --query PolicyVersion.Document | policybook new policy acme-storage \\
        AcmeReader --document - --description "Lets people open what is stored."
    """
    root = data_folder(folder)
    services = some([*listing(root)] or ["none yet"])
    service_id = needed(service, "SERVICE", f"Service ({services})", ServiceId(), asks=asks)
    owner = found_service(catalogue_of(root), service_id, root)
    name = needed(name, "NAME", "Exact name of the policy", _NAME, asks=asks)
    _is_free(root, name)
    kind = needed(kind or _usual(owner), "--type", "Who maintains it", _TYPE, asks=asks)
    description = needed(description, "--description", "What it is for", _DESCRIPTION, asks=asks)
    text = document_text(needed_document(document, asks=asks))
    words = {
        "type": kind,
        "path": path,
        "account": account,
        "attachable": attachable,
        "description": paragraph(description),
        "versions": {"v1": {"date": day}} if day else None,
    }
    at = PurePosixPath(service_id, name)
    texts = {at / WORDS: text_of(words), at / "v1.json": text}
    if entry := _entry(owner, name, day, announces=announces):
        texts[entry.at.origin.path] = change_text(entry)
    create(root, texts)
    explain = f"explain {some(labels(text))} under `groupings` in {root / at / WORDS}"
    then(f"{explain}, then run policybook check")


def _is_free(root: Path, name: str) -> None:
    for service, names in listing(root).items():
        for other in names:
            if other.lower() == name.lower():
                raise click.UsageError(f"there is a policy `{other}` already, in {service}")


def _usual(service: Service) -> str | None:
    """The type that all other policies of a service have."""
    types = {policy.type.value for policy in service.policies}
    return types.pop() if len(types) == 1 else None


def _entry(
    service: Service, name: str, day: str | None, *, announces: bool | None
) -> Change | None:
    """The change that announces a new policy; none before the service tracks changes."""
    on = date.fromisoformat(day) if day else date.today()  # noqa: DTZ011 - the editor's
    since = service.tracking_since
    if announces and since and on < since:
        message = f"{service.id} tracks changes only since {since}: leave --change out"
        raise click.UsageError(message)
    if announces is False or (not announces and (since is None or on < since)):
        return None
    return announcement(service.id, name, on)
