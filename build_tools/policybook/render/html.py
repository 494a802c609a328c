"""The HTML edition: a page's blocks as HTML, through one template of macros."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from policybook.addresses import SITE
from policybook.iam.actions import AccessLevel
from policybook.render.highlighting import highlighted
from policybook.render.hypertext import Resolve, flow_html, inline_html
from policybook.render.page import Block, Groupings, Page


def page_html(blocks: Iterable[Block], resolve: Resolve) -> str:
    """What stands on a page, without the theme around it."""
    helpers: dict[str, Any] = {
        "inline": lambda text: Markup(inline_html(text, resolve)),
        "flow": lambda flow: Markup(flow_html(flow, resolve)),
        "href": resolve,
        "highlighted": lambda text, language: Markup(highlighted(text, language)),
        "levels": _levels,
        "slug": _slug,
        "mark": _mark,
    }
    macros = _template().make_module(helpers)
    return "".join(getattr(macros, type(block).__name__.lower())(block) for block in blocks)


def moved_html(page: Page, resolve: Resolve, url: str | None) -> str:
    """A whole HTML file that leads readers to where a page has moved, as `moved_to` says.

    `url` is where the file will be published, if that is known.
    """
    to = resolve((page.moved_to or "").removeprefix(SITE))
    return (
        _environment()
        .get_template("moved.html")
        .render(
            page=page,
            to=to,
            canonical=urljoin(url, to) if url else "",
            content=Markup(page_html(page.blocks, resolve)),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("policybook.render"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


@cache
def _template() -> Any:
    return _environment().get_template("blocks.html")


@cache
def _slug(level: AccessLevel | None) -> str:
    """What the classes of an access level end in."""
    return (level or "unknown").lower().split()[0]


@cache
def _mark(level: AccessLevel | None) -> Markup:
    """The sign of an access level, which stands beside thousands of actions."""
    title = level or "Not in the action data"
    sign = level[0] if level else "?"
    html = '<abbr class="pb-level pb-level--{}" title="{}">{}</abbr>'
    return Markup(html).format(_slug(level), title, sign)


def _levels(block: Groupings) -> list[AccessLevel]:
    """The access levels that a table of groupings shows, for its legend."""
    shown = {action.level for row in block.rows for part in row.parts for action in part.actions}
    return [level for level in AccessLevel if level in shown]
