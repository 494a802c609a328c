"""What the aliases in the data stand for, each by its whole name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from policybook import addresses
from policybook.addresses import Address, grouping_keys
from policybook.model import Alias, Catalogue, Change, Policy, Service


class Kind(StrEnum):
    """What had the name that is an alias now."""

    SERVICE = "service"
    POLICY = "policy"
    GROUPING = "grouping"
    CHANGE = "change"


Named = tuple[Kind, str]
"""A thing by its whole name: a service by its id, a policy by `Name` or `service/Name`, a grouping
by `Policy#key`, a change by `service#id`."""


@dataclass(frozen=True, slots=True)
class Claim:
    """That readers who look for `named` now find its owner, or the owner's grouping of that key."""

    named: Named
    alias: Alias
    owner: Service | Policy | Change
    key: str = ""


def claims(catalogue: Catalogue) -> Iterator[Claim]:
    """What every alias stands for."""
    for service in catalogue.services:
        for alias in service.aliases:
            kinds = {"/": Kind.POLICY, "#": Kind.CHANGE}
            kind = next((kinds[mark] for mark in alias.text if mark in kinds), Kind.SERVICE)
            yield Claim((kind, alias.text), alias, service)
        for policy in service.policies:
            yield from _of_policy(policy)
        for change in service.changes:
            for alias in change.aliases:
                yield Claim((Kind.CHANGE, _whole(service.id, alias)), alias, change)


def _of_policy(policy: Policy) -> Iterator[Claim]:
    for alias in policy.aliases:
        kind = Kind.GROUPING if "#" in alias.text else Kind.POLICY
        yield Claim((kind, alias.text), alias, policy)
    for grouping, key in zip(policy.groupings, grouping_keys(policy), strict=True):
        for alias in grouping.aliases:
            yield Claim((Kind.GROUPING, _whole(policy.name, alias)), alias, policy, key)


def _whole(owner: str, alias: Alias) -> str:
    return alias.text if "#" in alias.text else f"{owner}#{alias.text}"


def present(catalogue: Catalogue) -> Iterator[Named]:
    """Everything that is there, so that nothing else can have its name."""
    for name in catalogue.known:
        yield Kind.POLICY, name
    for service in catalogue.services:
        yield Kind.SERVICE, service.id
        for policy in service.policies:
            yield Kind.POLICY, f"{service.id}/{policy.name}"
            for key in grouping_keys(policy):
                yield Kind.GROUPING, f"{policy.name}#{key}"
        for change in service.changes:
            yield Kind.CHANGE, f"{service.id}#{change.id}"


def former_places(policy: Policy, kind: Kind, name: str) -> Iterator[Address]:
    """The page and the section of what an alias of a policy names."""
    start = addresses.policy_anchor(policy).removesuffix(policy.name)
    if kind is Kind.POLICY:
        service, _, old = name.rpartition("/")
        page = addresses.service_page(service or policy.service)
        yield Address(f"{page}{old}/")
        yield Address(page, f"{start}{old}")
    else:
        old, _, key = name.partition("#")
        page = addresses.service_page(policy.service)
        yield Address(f"{page}{old}/", f"{addresses.PERMISSIONS}:{key}")
        yield Address(page, f"{start}{old}:{key}")
