"""Which policies and versions a new change is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from policybook.cli.names import Version as Named
from policybook.history import unannounced
from policybook.model import Catalogue, Policy, Service
from policybook.rule import Context
from policybook.scaffold.change import Step, covers_already


def chosen(
    service: Service, named: Sequence[Named], covered: Sequence[str], context: Context
) -> tuple[list[Step], list[Policy]]:
    """The versions that a change announces, and the policies that allowed actions already."""
    if not named:
        return _of_service(service, covered, context)
    policies = context.catalogue.policies
    whole = [policies[name] for name, number in named if number is None]
    steps = [_step(policies[name], number) for name, number in named if number is not None]
    if not covered:
        return [*steps, *(step for policy in whole for step in _needed(policy, context))], []
    if not whole:
        raise click.UsageError("--covered is for a POLICY without a version: name one too")
    return steps, whole


def _of_service(
    service: Service, covered: Sequence[str], context: Context
) -> tuple[list[Step], list[Policy]]:
    """All that waits for a change in a service, and the policies that allowed actions already."""
    steps = [s for policy in service.policies for s in _waiting(policy, context.catalogue)]
    if not covered:
        if not steps:
            message = f"no version of {service.id} waits for a change: name one, as in POLICY:v2"
            raise click.UsageError(message)
        return steps, []
    updated = {policy.name for policy, _ in steps}
    covers = [
        policy
        for policy in service.policies
        if policy.name not in updated and covers_already(policy, covered, context)
    ]
    if not covers:
        first = ": announce the versions that wait first, without --covered" if steps else ""
        message = f"no other policy of {service.id}" if steps else f"no policy of {service.id}"
        raise click.UsageError(f"{message} allowed all of that by a wildcard{first}")
    return steps, covers


def _waiting(policy: Policy, catalogue: Catalogue) -> Iterator[Step]:
    return ((policy, version) for version in unannounced(policy, catalogue))


def _needed(policy: Policy, context: Context) -> list[Step]:
    """The versions of a policy that wait for a change; that there are none is a usage error."""
    steps = [*_waiting(policy, context.catalogue)]
    if not steps:
        message = f"no version of `{policy.name}` waits for a change"
        raise click.UsageError(f"{message}: name one, as in {policy.name}:v2")
    return steps


def _step(policy: Policy, number: int) -> Step:
    version = policy.version(number)
    if version is None:
        raise click.UsageError(f"`{policy.name}` has no v{number}.json that can be read")
    return policy, version
