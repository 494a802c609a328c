"""The Markdown edition: CommonMark with tables, the only HTML being named anchors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch

from policybook.render import rich
from policybook.render.edition import Edition
from policybook.render.page import (
    Access,
    Action,
    Block,
    Callout,
    Counts,
    Document,
    Facts,
    Flow,
    GroupingRow,
    Groupings,
    Heading,
    Inline,
    Listing,
    Part,
    Prose,
    Resource,
    Table,
    Trail,
    Updates,
)


def page_markdown(blocks: Iterable[Block], edition: Edition) -> str:
    """What stands on a page as Markdown."""
    body = "\n\n".join(_block(block, edition) for block in blocks)
    return f"{edition.front_matter}{body}\n"


@singledispatch
def _block(block: Block, _edition: Edition) -> str:
    raise TypeError(f"no Markdown for {type(block).__name__}")


@_block.register
def _(block: Heading, edition: Edition) -> str:
    text = edition.heading(_inline(block.text, edition), block.anchor, block.aliases)
    return f"{'#' * block.level} {text}"


@_block.register
def _(block: Trail, edition: Edition) -> str:
    parts = [part for link in block.links for part in (link, " / ")]
    return _inline(rich.inline(*parts[:-1]), edition)


@_block.register
def _(block: Prose, edition: Edition) -> str:
    return edition.render(block.flow)


@_block.register
def _(block: Callout, edition: Edition) -> str:
    text = edition.render((*rich.paragraph(rich.strong(block.title)), *block.flow))
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


@_block.register
def _(block: Facts, edition: Edition) -> str:
    items = [rich.inline(rich.strong(f"{row.term}:"), " ", row.value) for row in block.rows]
    return edition.render(rich.bullets(items))


@_block.register
def _(block: Groupings, edition: Edition) -> str:
    return "\n".join(_grouping(row, edition) for row in block.rows)


def _grouping(row: GroupingRow, edition: Edition) -> str:
    """A grouping as an item of a list, as documentation has always written it."""
    first, rest = _split(row.flow)
    flow = (
        *rich.paragraph(row.title, " – ", first),
        *rest,
        *(token for part in row.parts for token in _part(part)),
    )
    text = f"{edition.anchor(row.anchor, *row.aliases)}{edition.render(flow)}"
    lines = text.splitlines()
    indented = [f"  {line}".rstrip() for line in lines[1:]]
    return "\n".join((f"- {lines[0]}", *indented))


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
    if flow and flow[0].type == "paragraph_open":
        return tuple(flow[1].children or ()), flow[3:]
    return (), flow


def _named(part: Action | Resource) -> Inline:
    return rich.inline("all but " if part.excluded else "", rich.code(part.name))


@_block.register
def _(block: Document, edition: Edition) -> str:
    label = _inline(rich.inline(block.label, ":"), edition)
    return (
        f"{label}{edition.anchor(block.anchor, *block.aliases)}\n\n{edition.document(block.text)}"
    )


@_block.register
def _(block: Listing, edition: Edition) -> str:
    label = _inline(rich.inline(block.label, ":"), edition)
    return f"{label}\n\n{edition.listing(block.text, block.language)}"


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
        cells = (rich.code(share.service), rich.inline(str(share.total)), rich.inline(levels))
        rows.append([_cell(cell, edition) for cell in cells])
    parts = []
    if block.excepted is not None:
        names = [rich.code(name) for name in block.excepted]
        but = rich.inline(", except ", rich.sequence(names)) if names else ()
        all_but = rich.inline("It allows every action of every service", but, ".")
        parts.append(_inline(all_but, edition))
    if rows:
        parts.append(_table(("Service prefix", "Actions", "By access level"), rows))
    parts.append(_inline(rich.inline(" ".join(block.remarks)), edition))
    return "\n\n".join(parts)


@_block.register
def _(block: Counts, edition: Edition) -> str:
    return edition.render(rich.bullets(rich.inline(f"{n} {what}") for n, what in block.figures))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: Inline, edition: Edition) -> str:
    """Text on one line; GitHub Flavored Markdown splits cells at bare pipes even in code."""
    return _inline(text, edition).replace("\n", " ").replace("|", "\\|")


def _inline(text: Inline, edition: Edition) -> str:
    return edition.render(rich.paragraph(text))
