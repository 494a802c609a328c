"""What the anchors of the site's pages say of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policybook import addresses, volumes
from policybook.addresses import Address
from policybook.forwarding.aliases import Kind, Named
from policybook.labels import LABELS, MIXED

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
    section, _, change = anchor.partition(":")
    start = addresses.updates_section("")
    service = section.removeprefix(start) if section.startswith(start) else ""
    return Row(change, service) if change and service else None


def is_volume(parts: Sequence[str]) -> bool:
    """Whether the end of a path is that of a volume of a history, whether there is one or not."""
    return volumes.is_volume("".join(f"{part}/" for part in parts))


def about(address: Address) -> Iterator[tuple[Address, Named]]:
    """What an address is about, as its text tells: each with its own address, the whole first."""
    found: Section | Row | None
    service = policy = ""
    match address.page.split("/"):
        case ["updates", *volume, ""] if not volume or is_volume(volume):
            found = updates_anchor(address.anchor)
        case [service, ""]:
            found = service_anchor(address.anchor)
        case [service, "updates", *volume, ""] if is_volume(volume):
            found = service_anchor(address.anchor)
        case [service, policy, ""]:
            found = policy_anchor(address.anchor)
        case _:
            return
    if service:
        yield Address(addresses.service_page(service)), (Kind.SERVICE, service)
    if policy:
        yield Address(address.page), (Kind.POLICY, f"{service}/{policy}")
    match found:
        case Row(change, of) if change:
            if of:
                yield Address(addresses.service_page(of)), (Kind.SERVICE, of)
            yield address, (Kind.CHANGE, f"{of or service}#{change}")
        case Section(name, part):
            if name:
                section = Address(address.page, address.anchor.partition(":")[0])
                yield section, (Kind.POLICY, f"{service}/{name}")
            if part and not part.startswith(":"):
                yield address, (Kind.GROUPING, f"{name or policy}#{part}")
