"""Which published addresses no page of a site has any more."""

from __future__ import annotations

from urllib.parse import unquote

from policybook.addresses import Address
from policybook.check import Report
from policybook.render.book import render
from policybook.render.page import Page, anchors
from policybook.render.settings import Settings


def lost(report: Report, settings: Settings | None = None) -> list[str]:
    """The recorded addresses that no page of the site has, nor one that it leads on to."""
    rendered = render(report.catalogue, settings or Settings())
    pages = {page.path: page for page in rendered}
    lock = report.catalogue.lock
    assert lock
    return [text for text, _ in lock.entries if not _is_alive(Address.parse(text), pages)]


def _is_alive(address: Address, pages: dict[str, Page]) -> bool:
    page = pages.get(address.page)
    if page is None:
        return False
    if not address.anchor or address.anchor in anchors(page.blocks):
        return True
    if page.moved_to is None:
        return False
    target = unquote(page.moved_to.removeprefix("site:").partition("#")[0])
    return address.anchor in anchors(pages[target].blocks)
