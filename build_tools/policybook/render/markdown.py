"""The Markdown edition: CommonMark with tables, the only HTML being named anchors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch
from posixpath import relpath
from types import MappingProxyType, SimpleNamespace
from typing import Any
from urllib.parse import quote, unquote

from markdown_it.token import Token
from mdformat.renderer import MDRenderer

from policybook.render import rich
from policybook.render.html import Resolve, resolved
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
    Page,
    Prose,
    Resource,
    Table,
    Trail,
    Updates,
)

_OPTIONS: Any = MappingProxyType(
    {
        "mdformat": {"wrap": "keep", "number": True},
        "parser_extension": [
            SimpleNamespace(
                RENDERERS={rich.TIME: lambda node, _context: node.content}, POSTPROCESSORS={}
            )
        ],
        "store_labels": False,
    }
)


def page_markdown(page: Page, resolve: Resolve) -> str:
    """A page as Markdown."""
    return "\n\n".join(_block(block, resolve) for block in page.blocks) + "\n"


def relative(page: Page) -> Resolve:
    """Links from a page's Markdown file to the files of other pages."""

    def resolve(target: str) -> str:
        path, mark, anchor = target.partition("#")
        if unquote(path) == page.path and anchor:
            return f"#{anchor}"
        file = f"{path}index.md" if not path or path.endswith("/") else path
        return f"{relpath(file, quote(page.path) or '.')}{mark}{anchor}"

    return resolve


@singledispatch
def _block(block: Block, _resolve: Resolve) -> str:
    raise TypeError(f"no Markdown for {type(block).__name__}")


@_block.register
def _(block: Heading, resolve: Resolve) -> str:
    return f"{'#' * block.level} {_inline(block.text, resolve)}{_anchor(block.anchor)}"


@_block.register
def _(block: Trail, resolve: Resolve) -> str:
    parts = [part for link in block.links for part in (link, " / ")]
    return _inline(rich.inline(*parts[:-1]), resolve)


@_block.register
def _(block: Prose, resolve: Resolve) -> str:
    return _flow(block.flow, resolve)


@_block.register
def _(block: Callout, resolve: Resolve) -> str:
    text = _flow((*rich.paragraph(rich.strong(block.title)), *block.flow), resolve)
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


@_block.register
def _(block: Facts, resolve: Resolve) -> str:
    items = [rich.inline(rich.strong(f"{row.term}:"), " ", row.value) for row in block.rows]
    return _flow(rich.bullets(items), resolve)


@_block.register
def _(block: Groupings, resolve: Resolve) -> str:
    return "\n".join(_grouping(row, resolve) for row in block.rows)


def _grouping(row: GroupingRow, resolve: Resolve) -> str:
    """A grouping as an item of a list, as documentation has always written it."""
    what = rich.inline(
        " (denies)" if row.part.denies else "",
        " (under conditions)" if row.part.conditional else "",
    )
    opening = rich.inline(row.title, what, " – ")
    first, rest = _split(row.flow)
    facts: list[Inline] = []
    if row.part.actions:
        facts.append(
            rich.inline(
                "Actions: ", rich.sequence([_named(action) for action in row.part.actions]), "."
            )
        )
    if row.part.resources:
        names = [_named(resource) for resource in row.part.resources]
        facts.append(rich.inline("Resources: ", rich.sequence(names), "."))
    flow = (
        *rich.paragraph(opening, first),
        *rest,
        *(token for fact in facts for token in rich.paragraph(fact)),
    )
    text = f"{_anchor(row.anchor)}{_flow(flow, resolve)}"
    lines = text.splitlines()
    indented = [f"  {line}".rstrip() for line in lines[1:]]
    return "\n".join((f"- {lines[0]}", *indented))


def _split(flow: Flow) -> tuple[Inline, Flow]:
    """The first paragraph's text and what follows it."""
    if flow and flow[0].type == "paragraph_open":
        return tuple(flow[1].children or ()), flow[3:]
    return (), flow


def _named(part: Action | Resource) -> Inline:
    return rich.inline("all but " if part.excluded else "", rich.code(part.name))


@_block.register
def _(block: Document, resolve: Resolve) -> str:
    label = _inline(rich.inline(block.label, ":"), resolve)
    return f"{label}{_anchor(block.anchor)}\n\n```json\n{block.text}\n```"


@_block.register
def _(block: Updates, resolve: Resolve) -> str:
    head = ["Change", "Description", "Date"]
    rows = []
    for row in block.rows:
        cells = [
            _anchor(row.anchor) + _cell(row.title, resolve),
            _cell(rich.flattened(row.flow), resolve),
            _cell(row.day, resolve),
        ]
        if block.names_services:
            cells.append(_cell(row.service, resolve))
        rows.append(cells)
    return _table([*head, "Service"] if block.names_services else head, rows)


@_block.register
def _(block: Table, resolve: Resolve) -> str:
    rows = []
    for row in block.rows:
        first, *rest = (_cell(rich.flattened(cell), resolve) for cell in row.cells)
        rows.append([_anchor(row.anchor) + first, *rest])
    return _table(block.head, rows)


@_block.register
def _(block: Access, resolve: Resolve) -> str:
    rows = []
    for share in block.shares:
        levels = ", ".join(f"{count} {level or 'unknown'}" for level, count in share.counts)
        cells = (rich.code(share.service), rich.inline(str(share.total)), rich.inline(levels))
        rows.append([_cell(cell, resolve) for cell in cells])
    source = rich.paragraph(f"Actions by the service authorization reference ({block.source}).")
    table = _table(("Service prefix", "Actions", "By access level"), rows)
    return f"{table}\n\n{_flow(source, resolve)}"


@_block.register
def _(block: Counts, resolve: Resolve) -> str:
    return _flow(rich.bullets(rich.inline(f"{n} {what}") for n, what in block.figures), resolve)


def _anchor(name: str) -> str:
    return f'<a name="{name}"></a>' if name else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: Inline, resolve: Resolve) -> str:
    """Text on one line; GitHub Flavored Markdown splits cells at bare pipes even in code."""
    return _inline(text, resolve).replace("\n", " ").replace("|", "\\|")


def _inline(text: Inline, resolve: Resolve) -> str:
    return _flow(rich.paragraph(text), resolve)


def _flow(flow: Sequence[Token], resolve: Resolve) -> str:
    tokens = list(resolved(flow, resolve))
    return MDRenderer().render(tokens, _OPTIONS, {}).rstrip("\n")
