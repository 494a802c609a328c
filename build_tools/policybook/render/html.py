"""The HTML edition: a page's blocks as HTML, through one template of macros."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from policybook import prose
from policybook.addresses import SITE
from policybook.iam.actions import AccessLevel
from policybook.render.highlighting import highlighted
from policybook.render.page import Block, Groupings, Page

Resolve = Callable[[str], str]
"""From the target of a link within the site, `PATH#ANCHOR`, to what the page links to."""


def page_html(blocks: Iterable[Block], resolve: Resolve) -> str:
    """What stands on a page, without the theme around it."""
    env = {"resolve": resolve}
    helpers: dict[str, Any] = {
        "inline": lambda tokens: Markup(_RENDERER.renderInline(tokens, _OPTIONS, env)),
        "flow": lambda tokens: Markup(flow_html(tokens, resolve)),
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


def flow_html(flow: Sequence[Token], resolve: Resolve) -> str:
    """Running text as HTML."""
    return _RENDERER.render(flow, _OPTIONS, {"resolve": resolve}).rstrip("\n")


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


class _Renderer(RendererHTML):
    """The library's renderer of tokens, with the rules for those that are our own."""

    def link_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """A link; one within the site goes where `env` resolves it."""
        href = str(tokens[index].attrs["href"])
        if not href.startswith(SITE):
            return self.renderToken(tokens, index, options, env)
        return f'<a href="{escapeHtml(env["resolve"](href.removeprefix(SITE)))}">'

    def time(self, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
        """A date."""
        token = tokens[index]
        day = escapeHtml(str(token.attrs["datetime"]))
        return f'<time datetime="{day}">{escapeHtml(token.content)}</time>'


_RENDERER = _Renderer()
_OPTIONS = prose.parser().options


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
