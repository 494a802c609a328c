"""What anchors.lock should say of a catalogue."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from policybook.addresses import Address, pages
from policybook.forwarding.forwarding import Forwarding
from policybook.model import Catalogue
from policybook.source import lock


class Record(NamedTuple):
    """What anchors.lock should say.

    `added` and `dropped` count the addresses that are new in it and no longer in it, `lost` those
    that lead nowhere and stay, since they are published.
    """

    text: str
    added: int
    dropped: int
    lost: int

    @property
    def is_done(self) -> bool:
        """Whether the file has all addresses that it should, in whatever order."""
        return not self.added and not self.dropped


def addresses_of(catalogue: Catalogue) -> list[Address]:
    """Every address of the site."""
    return [
        Address(page, anchor) for page, anchors in pages(catalogue) for anchor in ("", *anchors())
    ]


def record(catalogue: Catalogue, bases: Collection[Catalogue]) -> Record:
    """All that was recorded, with the addresses that are new, those that only lead on too.

    What none of `bases`, the states that are published, has and what leads nowhere is dropped:
    nobody can have a link to it. Without any, nothing is.
    """
    forwarding = Forwarding(catalogue)
    published = {
        address for base in bases for address, _ in (base.lock.entries if base.lock else ())
    }
    entries = catalogue.lock.entries if catalogue.lock else ()
    lost = {
        address
        for address, gone in entries
        if not gone and forwarding.lead(Address.parse(address)) is None
    }
    dropped = lost - published if bases else set()
    kept = [lock.Entry(0, *entry) for entry in entries if entry[0] not in dropped]
    known = {entry.address for entry in kept}
    found = dict.fromkeys(map(str, (*addresses_of(catalogue), *forwarding.former)))
    new = [lock.Entry(0, address) for address in found if address not in known]
    text = lock.written([*kept, *new])
    return Record(text, len(new), len(dropped), len(lost - dropped))
