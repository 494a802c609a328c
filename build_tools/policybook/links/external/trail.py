"""Trail: where the link to a page leads, redirect by redirect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policybook.links.external.anchors import Absence
from policybook.links.external.answers import PERMANENT, Failure, Fault, Reply

_OF_SERVERS = frozenset({Failure.REFUSED, Failure.TIMEOUT, Failure.TLS, Failure.BROKEN})


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect: its status, and the page, with a fragment if it names one, that it leads to."""

    status: int
    page: str
    fragment: str = ""
    sets_cookie: bool = False


@dataclass(frozen=True, slots=True)
class Trail:
    """The redirects from a page, what is at their end, and the fragments that are not there."""

    page: str
    hops: tuple[Hop, ...]
    end: Reply | Fault
    absent: Mapping[str, Absence] = field(default_factory=dict)

    @property
    def last(self) -> str:
        """The last page that a redirect leads to, or the page itself."""
        return self.hops[-1].page if self.hops else self.page

    @property
    def shows_network(self) -> bool:
        """Whether some server was there to be asked."""
        return bool(self.hops) or isinstance(self.end, Reply) or self.end.what in _OF_SERVERS

    @property
    def moved(self) -> Hop | None:
        """Where the page has moved to for good, whatever leads on from there for now."""
        moved = None
        for hop in self.hops:
            if hop.status not in PERMANENT:
                break
            moved = hop
        return moved
