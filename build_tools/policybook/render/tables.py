"""Tables as HTML, and the anchors of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policybook.render.hypertext import Resolve, escaped, flow_html, inline_html
from policybook.render.page import Table, TableRow, UpdateRow, Updates


def head(names: Iterable[str]) -> str:
    """The head of a table."""
    cells = "".join(f'<th scope="col">{escaped(name)}</th>' for name in names)
    return f"<thead><tr>{cells}</tr></thead>"


def anchored(html: str, what: str, anchor: str, aliases: Sequence[str]) -> str:
    """What stands at an anchor, led to by others too, and a link to it; `what` is what it is."""
    return f"{also(aliases)}{html}{_permalink(what, anchor)}"


def also(aliases: Iterable[str]) -> str:
    """Further anchors that lead to where this stands."""
    return "".join(f'<span id="{escaped(alias)}"></span>' for alias in aliases)


def _permalink(what: str, anchor: str) -> str:
    if not anchor:
        return ""
    return f'<a class="headerlink" href="#{escaped(anchor)}" aria-label="Link to this {what}">#</a>'


def updates_html(block: Updates, resolve: Resolve) -> str:
    """A table of updates."""
    names = ("Change", "Description", "Date", *(["Service"] if block.names_services else ()))
    rows = []
    for row in block.rows:
        service = inline_html(row.service, resolve)
        rows.append(
            f"{_opening(row, 'change', resolve)}"
            f'<td data-label="Description">\n{flow_html(row.flow, resolve)}\n</td>\n'
            f'<td data-label="Date">{inline_html(row.day, resolve)}</td>\n'
            + (f'<td data-label="Service">{service}</td>\n' if block.names_services else "")
            + "</tr>\n"
        )
    return (
        '<table class="pb-table pb-updates">\n'
        f"{head(names)}\n<tbody>\n{''.join(rows)}</tbody>\n</table>"
    )


def table_html(block: Table, resolve: Resolve) -> str:
    """A plain table."""
    labels = [escaped(name) for name in block.head[1:]]
    rows = []
    for row in block.rows:
        cells = "".join(
            f'<td data-label="{label}">{flow_html(cell, resolve)}</td>\n'
            for label, cell in zip(labels, row.cells, strict=True)
        )
        rows.append(f"{_opening(row, 'row', resolve)}{cells}</tr>\n")
    return (
        f'<table class="pb-table">\n{head(block.head)}\n<tbody>\n{"".join(rows)}</tbody>\n</table>'
    )


def _opening(row: UpdateRow | TableRow, what: str, resolve: Resolve) -> str:
    """The start of a row, with its title."""
    at = f' id="{escaped(row.anchor)}"' if row.anchor else ""
    title = anchored(inline_html(row.title, resolve), what, row.anchor, row.aliases)
    return f'<tr{at}>\n<th scope="row">{title}</th>\n'
