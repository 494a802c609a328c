"""The HTML edition: a page's blocks as HTML, through one template of macros."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

from policybook import prose
from policybook.iam.actions import AccessLevel
from policybook.render.page import Block, Groupings, Page
from policybook.render.rich import TIME

Resolve = Callable[[str], str]
"""From the target of a link within the site, `PATH#ANCHOR`, to what the page links to."""

_SITE = "site:"


def page_html(blocks: Iterable[Block], resolve: Resolve) -> str:
    """What stands on a page, without the theme around it."""
    helpers: dict[str, Any] = {
        "inline": lambda tokens: Markup(_render(tokens, resolve, inline=True)),
        "flow": lambda tokens: Markup(flow_html(tokens, resolve)),
        "href": resolve,
        "highlighted": _highlighted,
        "levels": _levels,
    }
    macros = _template().make_module(helpers)
    return "".join(getattr(macros, type(block).__name__.lower())(block) for block in blocks)


def moved_html(page: Page, resolve: Resolve, url: str | None) -> str:
    """A whole HTML file that leads readers to where a page has moved, as `moved_to` says.

    `url` is where the file will be published, if that is known.
    """
    to = resolve((page.moved_to or "").removeprefix(_SITE))
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
    return _render(flow, resolve)


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


def _render(tokens: Sequence[Token], resolve: Resolve, *, inline: bool = False) -> str:
    ready = list(resolved(tokens, resolve))
    renderer = _renderer()
    method = renderer.renderInline if inline else renderer.render
    return str(method(ready, prose.parser().options, {})).rstrip("\n")


@cache
def _renderer() -> RendererHTML:
    renderer = RendererHTML()
    renderer.rules[TIME] = _time  # type: ignore[assignment]
    return renderer


def _time(tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    return f'<time datetime="{escape(token.attrs["datetime"])}">{escape(token.content)}</time>'


def resolved(tokens: Iterable[Token], resolve: Resolve) -> Iterator[Token]:
    """Tokens with their links within the site made ones that the page can have."""
    for token in tokens:
        href = str(token.attrs.get("href", ""))
        if href.startswith(_SITE):
            yield token.copy(attrs={"href": resolve(href.removeprefix(_SITE))})
        elif token.children:
            yield token.copy(children=list(resolved(token.children, resolve)))
        else:
            yield token


def _highlighted(text: str, language: str) -> Markup:
    return Markup(highlight(text, _lexer(language), _formatter()).rstrip("\n"))


@cache
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language)


@cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True)


def _levels(block: Groupings) -> list[AccessLevel]:
    """The access levels that a table of groupings shows, for its legend."""
    shown = {action.level for row in block.rows for part in row.parts for action in part.actions}
    return [level for level in AccessLevel if level in shown]
