"""What anchors.lock should say of a catalogue."""

from __future__ import annotations

from typing import NamedTuple

from policybook.addresses import Address, pages
from policybook.forwarding.forwarding import Forwarding
from policybook.model import Catalogue
from policybook.source import lock


class Record(NamedTuple):
    """What anchors.lock should say, and how many addresses are new in it and no longer in it."""

    text: str
    added: int
    dropped: int

    @property
    def is_done(self) -> bool:
        """Whether the file has all addresses that it should, in whatever order."""
        return not self.added and not self.dropped


def addresses_of(catalogue: Catalogue) -> list[Address]:
    """Every address of the site."""
    return [
        Address(page, anchor) for page, anchors in pages(catalogue) for anchor in ("", *anchors)
    ]


def record(catalogue: Catalogue, base: Catalogue | None) -> Record:
    """All that was recorded, with the addresses that are new, those that only lead on too.

    What `base`, the state that is published, does not have and what leads nowhere is dropped:
    nobody can have a link to it.
    """
    forwarding = Forwarding(catalogue)
    published = None if base is None else _recorded(base)
    entries = catalogue.lock.entries if catalogue.lock else ()
    kept = [
        lock.Entry(0, address, gone)
        for address, gone in entries
        if gone
        or published is None
        or address in published
        or forwarding.lead(Address.parse(address))
    ]
    known = {entry.address for entry in kept}
    found = dict.fromkeys(map(str, (*addresses_of(catalogue), *forwarding.former)))
    new = [lock.Entry(0, address) for address in found if address not in known]
    return Record(lock.written([*kept, *new]), len(new), len(entries) - len(kept))


def _recorded(catalogue: Catalogue) -> set[str]:
    return {address for address, _ in catalogue.lock.entries} if catalogue.lock else set()
