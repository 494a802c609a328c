"""What is to be done about the addresses that a site has of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policybook.links.external.address import Address
from policybook.links.external.cache import Cache
from policybook.links.external.choice import Choice


@dataclass(frozen=True, slots=True)
class Plan:
    """The addresses to judge, by how the site writes them, and the pages to fetch for that.

    `pages` has with each page the fragments to look for in it. Addresses that are `known` are all
    right as it is, those `left` are none that anyone wants to know of, and those `unread` are none
    that can be fetched.
    """

    addresses: Mapping[str, Address]
    pages: Mapping[str, frozenset[str]]
    known: tuple[Address, ...]
    left: int
    unread: tuple[str, ...]


def plan(targets: Iterable[str], choice: Choice, cache: Cache) -> Plan:
    """What to do about addresses as a site writes them, with what is known of some already."""
    addresses: dict[str, Address] = {}
    unread: list[str] = []
    pages: defaultdict[str, set[str]] = defaultdict(set)
    known: list[Address] = []
    left = 0
    for target in sorted(targets):
        address = Address.of(target)
        if address is None:
            unread.append(target)
        elif choice.leaves(target, address):
            left += 1
        elif address in cache.good:
            known.append(address)
        else:
            addresses[target] = address
            pages[address.page].update({address.fragment} - {""})
    wanted = {page: frozenset(fragments) for page, fragments in pages.items()}
    return Plan(addresses, wanted, tuple(known), left, tuple(unread))
