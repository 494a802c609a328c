"""Which addresses are fetched at all, as whoever runs the check decides."""

from __future__ import annotations

from dataclasses import dataclass

from policybook.iam.glob import covers
from policybook.links.external.address import Address, is_private, origin
from policybook.links.external.answers import Failure, Fault


@dataclass(frozen=True, slots=True)
class Choice:
    """Globs over whole addresses: with any in `allow`, only what matches one is fetched.

    What matches one in `ignore` is never fetched. What is not of the public internet is fetched
    only if a pattern allows it.
    """

    allow: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def ignores(self, address: str) -> bool:
        """Whether an address is left alone."""
        return any(covers(pattern, address) for pattern in self.ignore)

    def allows(self, address: str) -> bool:
        """Whether an address is named as one to fetch."""
        return any(covers(pattern, address) for pattern in self.allow)

    def leaves(self, target: str, address: Address) -> bool:
        """Whether a link is none to look at, whichever way its address is written."""
        if any(map(self.ignores, (target, str(address), address.page))):
            return True
        return bool(self.allow) and not self.allows(address.page)

    def refusal(self, page: str) -> Fault | None:
        """Why a page is not fetched, as far as its address says."""
        if self.ignores(page):
            return Fault(Failure.IGNORED)
        if self.allow and not self.allows(page):
            return Fault(Failure.NOT_ALLOWED)
        if not self.allow and is_private(origin(page).host):
            return Fault(Failure.PRIVATE)
        return None
