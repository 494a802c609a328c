"""Finding: one thing that is wrong with the links of a site, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from policybook.links.reference import Standing


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of an address or a file, once, with all that it is true of.

    The message goes on where ``the link `TEXT` to `TARGET` `` stops: "is broken: …". Where a
    standing has no use of an address, the message stands alone.
    """

    rule: str
    message: str
    standings: Sequence[Standing]


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What a check of links found.

    `external` has every well-formed http(s) address of other sites that something is asked to
    be at, as it is written, with where it stands.
    """

    root: Path
    pages: int
    links: int
    findings: tuple[Finding, ...]
    external: Mapping[str, Sequence[Standing]]

    def plus(self, findings: Iterable[Finding]) -> LinkReport:
        """The report with what else was found."""
        more = (*self.findings, *findings)
        return LinkReport(self.root, self.pages, self.links, more, self.external)
