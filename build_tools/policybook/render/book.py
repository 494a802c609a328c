"""The whole site: every page and file that a catalogue makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policybook import addresses
from policybook.model import Catalogue
from policybook.render.commands import commands_page
from policybook.render.context import Context
from policybook.render.defects import defects_page
from policybook.render.edition import Edition
from policybook.render.former import Former
from policybook.render.markdown import page_markdown
from policybook.render.overview import home_page
from policybook.render.page import Asset, Page
from policybook.render.policy import policy_page
from policybook.render.reference import data_format_page
from policybook.render.rules import rules_pages
from policybook.render.service import service_page
from policybook.render.settings import Flavour, Settings
from policybook.render.updates import service_volumes, updates_pages


def render(catalogue: Catalogue, settings: Settings) -> Iterator[Page]:
    """Every page of the site.

    Those that have moved come first: on a disk without regard to case, one whose name only changed
    its case has the very file of the page that it leads to.
    """
    context = Context(catalogue, settings)
    former = Former(context)
    yield from former.moved()
    yield home_page(context)
    for service in catalogue.services:
        yield former.kept(service_page(service, context))
        yield from map(former.kept, service_volumes(service, context))
        for policy in service.policies:
            yield former.kept(policy_page(policy, service, context))
    yield from map(former.kept, updates_pages(context))
    yield data_format_page()
    yield from rules_pages()
    yield defects_page()
    if settings.commands:
        yield commands_page(settings.commands)


def markdown_edition(
    pages: Iterable[Page], flavour: Flavour = Flavour.COMMONMARK
) -> Iterator[Asset]:
    """Every page as a Markdown file, and the files beside them."""
    pages = tuple(pages)
    branches = {f"{above}/" for page in pages for above in _above(page.path)} | {addresses.HOME}
    for page in pages:
        edition = Edition(page, flavour, page.path in branches)
        blocks = page.blocks
        yield Asset(edition.path, page_markdown(blocks, edition))
        yield from page.files(blocks)


def _above(path: str) -> Iterator[str]:
    """The paths above a page's, without their last slash."""
    parts = path.split("/")[:-2]
    return ("/".join(parts[: index + 1]) for index in range(len(parts)))
