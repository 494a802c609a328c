"""The services and policies that a command names."""

from __future__ import annotations

from pathlib import Path

import click

from policybook.check import read
from policybook.cli.progress import busy
from policybook.model import Catalogue, Policy, Service
from policybook.words import did_you_mean


def catalogue_of(root: Path) -> Catalogue:
    """What there is already, as far as it can be read."""
    with busy("Reading"):
        return read(root).catalogue


def found_service(catalogue: Catalogue, name: str, root: Path) -> Service:
    """The service of that id; that there is none is a usage error."""
    services = {service.id: service for service in catalogue.services}
    if name in services:
        return services[name]
    if (root / name).is_dir():
        message = f"service.yaml of `{name}` cannot be read: run policybook check and mend it"
        raise click.ClickException(message)
    hint = did_you_mean(name, services) or f": make it with policybook new service {name}"
    raise click.UsageError(f"there is no service `{name}`{hint}")


def found_policy(catalogue: Catalogue, name: str) -> Policy:
    """The policy of that name; that there is none is a usage error."""
    if name in catalogue.policies:
        return catalogue.policies[name]
    if name in catalogue.unread:
        message = f"the policy `{name}` cannot be read: run policybook check and mend it"
        raise click.ClickException(message)
    hint = did_you_mean(name, catalogue.policies) or (
        f": make it with policybook new policy SERVICE {name}"
    )
    raise click.UsageError(f"there is no policy `{name}`{hint}")
