"""The HTML edition. All that is no mark of its own is escaped where it is put between marks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, singledispatch
from urllib.parse import urljoin

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from policybook.addresses import SITE
from policybook.render.highlighting import highlighted
from policybook.render.hypertext import Resolve, escaped, flow_html, inline_html
from policybook.render.page import (
    Access,
    Block,
    Callout,
    Counts,
    Document,
    Facts,
    Groupings,
    Heading,
    Index,
    Listing,
    Page,
    Prose,
    Table,
    Trail,
    Updates,
)
from policybook.render.permissions import access_html, groupings_html
from policybook.render.tables import also, anchored, table_html, updates_html


def page_html(blocks: Iterable[Block], resolve: Resolve) -> str:
    """What stands on a page, without the theme around it."""
    return "".join(f"{_block(block, resolve)}\n" for block in blocks)


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


@singledispatch
def _block(block: Block, _resolve: Resolve) -> str:
    raise TypeError(f"no HTML for {type(block).__name__}")


_block.register(Access, access_html)
_block.register(Groupings, groupings_html)
_block.register(Table, table_html)
_block.register(Updates, updates_html)


@_block.register
def _(block: Heading, resolve: Resolve) -> str:
    text = anchored(inline_html(block.text, resolve), "section", block.anchor, block.aliases)
    return f'<h{block.level} id="{escaped(block.anchor)}">{text}</h{block.level}>'


@_block.register
def _(block: Trail, resolve: Resolve) -> str:
    links = "".join(f"<li>{inline_html(link, resolve)}</li>" for link in block.links)
    return f'<nav class="pb-trail" aria-label="Breadcrumb"><ol>{links}</ol></nav>'


@_block.register
def _(block: Prose, resolve: Resolve) -> str:
    text = flow_html(block.flow, resolve)
    return f'<div class="pb-lead">\n{text}\n</div>' if block.lead else text


@_block.register
def _(block: Callout, resolve: Resolve) -> str:
    return (
        f'<div class="admonition {"warning" if block.warning else "note"}">\n'
        f'<p class="admonition-title">{inline_html(block.title, resolve)}</p>\n'
        f"{flow_html(block.flow, resolve)}\n"
        "</div>"
    )


@_block.register
def _(block: Facts, resolve: Resolve) -> str:
    rows = []
    for row in block.rows:
        term, copy = escaped(row.term), ""
        if row.copies:
            copy = (
                f' <button class="pb-copy md-icon" type="button" title="Copy the {term}" '
                f'aria-label="Copy the {term}" data-clipboard-text="{escaped(row.copies)}"></button>'
            )
        value = inline_html(row.value, resolve)
        rows.append(f"<div><dt>{term}</dt><dd>{value}{copy}</dd></div>\n")
    return f'<dl class="pb-facts">\n{"".join(rows)}</dl>'


@_block.register
def _(block: Document, resolve: Resolve) -> str:
    label = inline_html(block.label, resolve)
    anchor = escaped(block.anchor)
    size = f", {escaped(block.size)}" if block.size else ""
    file = f'<a href="{escaped(resolve(block.path))}" download>Download JSON{size}</a>'
    code = f"{_code(block.text, 'json')}\n" if block.shown else ""
    if block.shown and block.folded:
        return (
            '<details class="pb-document">\n'
            f'<summary id="{anchor}">{also(block.aliases)}Document of {label}</summary>\n'
            f'<p class="pb-document__bar">{file}</p>\n'
            f"{code}</details>"
        )
    # The theme's script makes a selector of the nearest id around a block of code, and policy
    # names may hold what a selector does not take: so the anchor stands beside the code.
    return (
        '<div class="pb-document">\n'
        f'<p class="pb-document__bar" id="{anchor}">{also(block.aliases)}<span>{label}</span>{file}</p>\n'
        f"{code}</div>"
    )


@_block.register
def _(block: Listing, resolve: Resolve) -> str:
    return (
        '<div class="pb-document">\n'
        f'<p class="pb-document__bar"><span>{inline_html(block.label, resolve)}</span></p>\n'
        f"{_code(block.text, block.language)}\n"
        "</div>"
    )


def _code(text: str, language: str) -> str:
    code = f'<code class="language-{escaped(language)}">{highlighted(text, language)}\n</code>'
    return f'<div class="highlight"><pre>{code}</pre></div>'


@_block.register
def _(block: Index, resolve: Resolve) -> str:
    letters = []
    for letter, entries in block.letters:
        items = "".join(
            f"<li>{inline_html(entry.link, resolve)} "
            f"<small>{inline_html(entry.words, resolve)}</small></li>\n"
            for entry in entries
        )
        letters.append(f"<li><strong>{escaped(letter)}</strong>\n<ul>\n{items}</ul>\n</li>\n")
    return f'<ul class="pb-index">\n{"".join(letters)}</ul>'


@_block.register
def _(block: Counts, _: Resolve) -> str:
    figures = "".join(
        f"<li><strong>{number:,}</strong> {escaped(what)}</li>\n" for number, what in block.figures
    )
    return f'<ul class="pb-counts">\n{figures}</ul>'
