"""What keeps old addresses alive: further anchors, pointers to other pages, and moved pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from typing import TypeVar

from policybook import addresses
from policybook.addresses import Address
from policybook.forwarding.aliases import Kind
from policybook.forwarding.forwarding import Forwarding
from policybook.forwarding.reading import about
from policybook.render import rich
from policybook.render.context import Context
from policybook.render.page import (
    Block,
    Document,
    GroupingRow,
    Groupings,
    Heading,
    Page,
    Prose,
    Table,
    TableRow,
    UpdateRow,
    Updates,
    anchors,
)
from policybook.render.text import Inline
from policybook.render.updates import service_volumes, updates_pages

Aliases = Mapping[str, Sequence[str]]
"""Further anchors, by the anchor of what they lead to."""


@dataclass(frozen=True)
class Former:
    """The addresses of a site that have other places now."""

    context: Context

    def kept(self, page: Page) -> Page:
        """A page with every anchor that was published of it."""
        led = self._by_page.get(page.path, ())
        of = [f"{anchor} {target} {self._titles[target.page]}" for anchor, target in led]
        return replace(page, make=lambda: self._kept(page), of=(*page.of, *of))

    def _kept(self, page: Page) -> Iterator[Block]:
        blocks = page.blocks
        own = dict.fromkeys(anchors(blocks))
        aliases: dict[str, list[str]] = defaultdict(list)
        elsewhere: dict[Address, list[str]] = defaultdict(list)
        for anchor in self._lasting.get(page.path, tuple)():
            if anchor not in own:
                aliases[_nearest(anchor, own)].append(anchor)
        for anchor, target in self._by_page.get(page.path, ()):
            if target.page == page.path:
                aliases[_nearest(target.anchor, own)].append(anchor)
            elif anchor:
                elsewhere[_whole(target)].append(anchor)
        yield from (_with(block, aliases) for block in blocks)
        if elsewhere:
            yield Heading(2, "moved", rich.inline("Moved to other pages"), "Moved")
            yield self._table(page.path, elsewhere)

    def moved(self) -> Iterator[Page]:
        """A page for each that is there no more, which leads to where it is now."""
        for path, listed in self._by_page.items():
            if path in self._lasting:
                continue
            whole = next(target for _, target in listed)
            elsewhere: dict[Address, list[str]] = defaultdict(list)
            for anchor, target in listed:
                if anchor and target != Address(whole.page, anchor):
                    elsewhere[target].append(anchor)
            to = addresses.to(*whole)
            title = self._titles[whole.page]
            # A service is in the navigation, which decides how MkDocs calls its file.
            in_nav = title if path.count("/") == 1 else None
            yield Page(
                path=path,
                title=f"{title}: moved",
                description=f"This page has moved to {title}.",
                make=partial(self._moved, path, to, title, elsewhere),
                in_nav=in_nav,
                moved_to=to,
                of=tuple(
                    f"{anchor} {target} {self._titles[target.page]}" for anchor, target in listed
                ),
            )

    def _moved(
        self, path: str, to: str, title: str, elsewhere: Mapping[Address, Sequence[str]]
    ) -> Iterator[Block]:
        yield Heading(1, "moved", rich.inline("This page has moved"))
        yield Prose(rich.paragraph("It is now ", rich.link(to, title), "."), lead=True)
        if elsewhere:
            yield self._table(path, elsewhere)

    @cached_property
    def _lasting(self) -> Mapping[str, addresses.Anchors]:
        return dict(addresses.pages(self.context.catalogue))

    @cached_property
    def _by_page(self) -> Mapping[str, Sequence[tuple[str, Address]]]:
        """The old anchors of each page, the page itself first, and where they lead."""
        found: dict[str, list[tuple[str, Address]]] = defaultdict(list)
        for address, target in sorted(Forwarding(self.context.catalogue).former.items()):
            found[address.page].append((address.anchor, target))
        return found

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        catalogue = self.context.catalogue
        services = {addresses.service_page(s.id): s.short_name for s in catalogue.services}
        policies = {addresses.policy_page(p): p.name for p in catalogue.policies.values()}
        histories = (service_volumes(service, self.context) for service in catalogue.services)
        pages = chain(updates_pages(self.context), *histories)
        return {**services, **policies, **{page.path: page.title for page in pages}}

    def _table(self, path: str, elsewhere: Mapping[Address, Sequence[str]]) -> Table:
        """What stood on a page, each with all of its anchors, and where it is now."""
        rows = []
        for target, listed in elsewhere.items():
            *_, (_, named) = about(Address(path, listed[0]))
            title = _title(*named)
            link = rich.link(addresses.to(*target), self._titles[target.page])
            cells = (rich.paragraph(link),)
            rows.append(TableRow(title, cells, listed[0], tuple(listed[1:])))
        return Table(("What stood here", "Where it is now"), tuple(rows))


def _title(kind: Kind, name: str) -> Inline:
    if kind is Kind.GROUPING:
        policy, _, key = name.partition("#")
        return rich.inline(rich.code(policy), ": ", rich.code(key))
    return rich.code(name.rpartition("#")[2].rpartition("/")[2])


def _whole(target: Address) -> Address:
    """What a fixed part of a section is part of; anything else is whole by itself."""
    return Address(target.page, target.anchor.partition("::")[0])


def _nearest(anchor: str, own: Collection[str]) -> str:
    """The anchor, or that of what is around it, or else the first that the page has."""
    around = anchor.partition(":")[0]
    return next(known for known in chain((anchor, around), own) if known in own)


def _with(block: Block, aliases: Aliases) -> Block:
    """A block with further anchors where they lead to it or to a row of it."""
    match block:
        case Heading() | Document() if block.anchor in aliases:
            return replace(block, aliases=tuple(aliases[block.anchor]))
        case Groupings() if any(row.anchor in aliases for row in block.rows):
            return Groupings(tuple(_row(row, aliases) for row in block.rows))
        case Updates() if any(row.anchor in aliases for row in block.rows):
            return Updates(tuple(_row(row, aliases) for row in block.rows))
        case Table() if any(row.anchor in aliases for row in block.rows):
            return Table(block.head, tuple(_row(row, aliases) for row in block.rows))
    return block


Row = TypeVar("Row", GroupingRow, UpdateRow, TableRow)


def _row(row: Row, aliases: Aliases) -> Row:
    return replace(row, aliases=tuple(aliases.get(row.anchor, ())))
