"""What the anchors of the site's pages say of themselves."""

from __future__ import annotations

from typing import NamedTuple

from policybook import addresses
from policybook.addresses import Address
from policybook.forwarding.aliases import Kind, Named
from policybook.labels import LABELS, MIXED
from policybook.model import Catalogue

STARTS = (*(label.anchor for label in LABELS.values()), MIXED.anchor)
"""What the anchors on the page of a service start with, whatever its policies are."""


class Section(NamedTuple):
    """A part of a policy's section on the page of a service; all of the page without a name."""

    policy: str = ""
    part: str = ""


class Row(NamedTuple):
    """A change in a table of them; the table itself without a name."""

    change: str = ""
    service: str = ""


def service_anchor(anchor: str) -> Section | Row | None:
    """What an anchor on the page of a service stands for; None for no such anchor."""
    start = next((start for start in STARTS if anchor.startswith(start)), None)
    if start is None:
        return None
    rest = anchor.removeprefix(start)
    name, _, part = rest.partition(":")
    if name == "-updates":
        return Row(part)
    if name and not name.startswith("-"):
        return None
    return Section(name[1:], part)


def policy_anchor(anchor: str) -> Section | Row:
    """What an anchor on the page of a policy stands for; all of a policy has no part."""
    section, _, key = anchor.partition(":")
    start = addresses.history_section("")
    if key and section.startswith(start):
        return Row(key, section.removeprefix(start))
    return Section(part=key if section == addresses.PERMISSIONS else "")


def updates_anchor(anchor: str) -> Row | None:
    """What an anchor among the updates of all services stands for; None for no such anchor."""
    service, _, change = anchor.removeprefix(addresses.updates_section("")).partition(":")
    return Row(change, service) if change else None


def subject(address: Address, catalogue: Catalogue) -> Named:
    """What an address is about, as far as its text tells: the least that can take all of it along."""
    match address.page.split("/"):
        case ["updates", ""]:
            row = updates_anchor(address.anchor)
            return (Kind.CHANGE, f"{row.service}#{row.change}") if row else (Kind.SERVICE, "")
        case [service, ""]:
            found = service_anchor(address.anchor)
            name = ""
        case [service, name, ""]:
            found = policy_anchor(address.anchor)
        case _:
            return Kind.SERVICE, address.page
    is_there = any(known.id == service for known in catalogue.services)
    match found:
        case Row(change, of) if change and is_there and (not name or name in catalogue.policies):
            return Kind.CHANGE, f"{of or service}#{change}"
        case Section(policy, part):
            policy = policy or name
            if part and not part.startswith(":") and policy in catalogue.policies:
                return Kind.GROUPING, f"{policy}#{part}"
            if policy and (is_there or policy in catalogue.policies):
                return Kind.POLICY, f"{service}/{policy}"
    return Kind.SERVICE, service
