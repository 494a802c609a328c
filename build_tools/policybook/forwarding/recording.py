"""What anchors.lock should say of a catalogue."""

from __future__ import annotations

from typing import NamedTuple

from policybook.addresses import Address, pages
from policybook.forwarding.forwarding import Forwarding
from policybook.model import Catalogue
from policybook.source import lock
from policybook.source.source import Source


class Record(NamedTuple):
    """The text of anchors.lock as it is and as it should be, and how many addresses are new."""

    before: str
    after: str
    added: int

    @property
    def is_done(self) -> bool:
        """Whether the file says all that it should, as it should."""
        return self.before == self.after


def addresses_of(catalogue: Catalogue) -> list[Address]:
    """Every address of the site."""
    return [
        Address(page, anchor) for page, anchors in pages(catalogue) for anchor in ("", *anchors)
    ]


def record(catalogue: Catalogue) -> Record:
    """All that was recorded, with the addresses that are new, those that only lead on too."""
    before, kept = "", []
    if catalogue.lock:
        origin = catalogue.lock.at.origin
        before = origin.text if isinstance(origin, Source) else ""
        kept = [lock.Entry(0, address, gone) for address, gone in catalogue.lock.entries]
    known = {entry.address for entry in kept}
    published = (*addresses_of(catalogue), *Forwarding(catalogue).former)
    found = dict.fromkeys(map(str, published))
    new = [lock.Entry(0, address) for address in found if address not in known]
    return Record(before, lock.written([*kept, *new]), len(new))
