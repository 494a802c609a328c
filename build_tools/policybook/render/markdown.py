"""The Markdown edition: CommonMark with tables, the only HTML being named anchors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch
from urllib.parse import quote

from policybook.addresses import SITE
from policybook.render import rich
from policybook.render.commonmark import fenced, indented, quoted
from policybook.render.edition import Edition
from policybook.render.page import (
    Access,
    Action,
    Block,
    Callout,
    Counts,
    Document,
    Facts,
    GroupingRow,
    Groupings,
    Heading,
    Index,
    Listing,
    Part,
    Prose,
    Resource,
    Share,
    Table,
    Trail,
    Updates,
)
from policybook.render.text import Flow, Inline, Paragraph


def page_markdown(blocks: Iterable[Block], edition: Edition) -> str:
    """What stands on a page as Markdown."""
    body = "\n\n".join(_block(block, edition) for block in blocks)
    return f"{edition.front_matter}{body}\n"


@singledispatch
def _block(block: Block, _edition: Edition) -> str:
    raise TypeError(f"no Markdown for {type(block).__name__}")


@_block.register
def _(block: Heading, edition: Edition) -> str:
    text = edition.heading(edition.inline(block.text), block.anchor, block.aliases)
    return f"{'#' * block.level} {text}"


@_block.register
def _(block: Trail, edition: Edition) -> str:
    parts = [part for link in block.links for part in (link, " / ")]
    return edition.inline(rich.inline(*parts[:-1]))


@_block.register
def _(block: Prose, edition: Edition) -> str:
    return edition.flow(block.flow)


@_block.register
def _(block: Callout, edition: Edition) -> str:
    text = edition.flow((*rich.paragraph(rich.strong(block.title)), *block.flow))
    return quoted(text)


@_block.register
def _(block: Facts, edition: Edition) -> str:
    items = [rich.inline(rich.strong(f"{row.term}:"), " ", row.value) for row in block.rows]
    return edition.flow(rich.bullets(items))


@_block.register
def _(block: Groupings, edition: Edition) -> str:
    return "\n".join(_grouping(row, edition) for row in block.rows)


def _grouping(row: GroupingRow, edition: Edition) -> str:
    """A grouping as an item of a list, as documentation has always written it."""
    first, rest = _split(row.flow)
    flow = (
        *rich.paragraph(row.title, " – ", first),
        *rest,
        *(passage for part in row.parts for passage in _part(part)),
    )
    text = f"{edition.anchor(row.anchor, *row.aliases)}{edition.flow(flow)}"
    return indented("- ", text)


def _part(part: Part) -> Flow:
    """What a part of a document allows or denies, on what."""
    what = "Denied actions" if part.denies else "Actions"
    when = " (under conditions)" if part.conditional else ""
    actions = rich.sequence([_named(action) for action in part.actions])
    flow = rich.paragraph(f"{what}{when}: ", actions, ".")
    if part.resources:
        resources = rich.sequence([_named(resource) for resource in part.resources])
        flow += rich.paragraph("Resources: ", resources, ".")
    return flow


def _split(flow: Flow) -> tuple[Inline, Flow]:
    """The first paragraph's text and what follows it."""
    if flow and isinstance(flow[0], Paragraph):
        return flow[0].text, flow[1:]
    return (), flow


def _named(part: Action | Resource) -> Inline:
    return rich.inline("all but " if part.excluded else "", rich.code(part.name))


@_block.register
def _(block: Document, edition: Edition) -> str:
    anchors = edition.anchor(block.anchor, *block.aliases)
    if not block.shown:
        file = rich.link(f"{SITE}{quote(block.path)}", f"Download JSON, {block.size}")
        return edition.inline(rich.inline(block.label, ": ", file)) + anchors
    label = edition.inline(rich.inline(block.label, ":"))
    return f"{label}{anchors}\n\n{edition.document(block.text)}"


@_block.register
def _(block: Listing, edition: Edition) -> str:
    label = edition.inline(rich.inline(block.label, ":"))
    return f"{label}\n\n{fenced(block.text, block.language)}"


@_block.register
def _(block: Updates, edition: Edition) -> str:
    head = ["Change", "Description", "Date"]
    rows = []
    for row in block.rows:
        cells = [
            edition.anchor(row.anchor, *row.aliases) + _cell(row.title, edition),
            _cell(rich.flattened(row.flow), edition),
            _cell(row.day, edition),
        ]
        if block.names_services:
            cells.append(_cell(row.service, edition))
        rows.append(cells)
    return _table([*head, "Service"] if block.names_services else head, rows)


@_block.register
def _(block: Table, edition: Edition) -> str:
    rows = []
    for row in block.rows:
        title = edition.anchor(row.anchor, *row.aliases) + _cell(row.title, edition)
        rows.append([title, *(_cell(rich.flattened(cell), edition) for cell in row.cells)])
    return _table(block.head, rows)


@_block.register
def _(block: Access, edition: Edition) -> str:
    rows = []
    for share in block.shares:
        levels = ", ".join(f"{count} {level or 'unknown'}" for level, count in share.counts)
        rows.append([_cell(rich.code(share.service), edition), str(share.total), levels])
    parts = []
    if block.excepted is not None:
        names = [rich.code(name) for name in block.excepted]
        but = rich.inline(", except ", rich.sequence(names)) if names else ()
        all_but = rich.inline("It allows every action of every service", but, ".")
        parts.append(edition.inline(all_but))
    if rows:
        parts.append(_table(("Service prefix", "Actions", "By access level"), rows))
    listed = [_written(share) for share in block.shares if share.actions]
    if listed:
        parts.append(edition.flow(rich.bullets(listed)))
    parts.append(edition.inline(rich.inline(" ".join(block.remarks))))
    return "\n\n".join(parts)


def _written(share: Share) -> Inline:
    """The action patterns of a service as a document has them."""
    found = rich.inline(rich.code(share.service), f", {share.as_written}.")
    for label, actions in share.written:
        names = [
            rich.inline(
                rich.code(action.name), "" if action.matches is None else f" ({action.matches})"
            )
            for action in actions
        ]
        found += rich.inline(f" {label}: ", rich.sequence(names), ".")
    return found


@_block.register
def _(block: Index, edition: Edition) -> str:
    parts = []
    for letter, entries in block.letters:
        items = (rich.inline(entry.link, ": ", entry.words) for entry in entries)
        parts += [edition.inline(rich.strong(letter)), edition.flow(rich.bullets(items))]
    return "\n\n".join(parts)


@_block.register
def _(block: Counts, edition: Edition) -> str:
    return edition.flow(rich.bullets(rich.inline(f"{n} {what}") for n, what in block.figures))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: Inline, edition: Edition) -> str:
    """Text on one line; GitHub Flavored Markdown splits cells at bare pipes even in code."""
    return edition.inline(text).replace("\n", " ").replace("|", "\\|")
