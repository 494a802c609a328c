"""What a policy allows, as HTML: the table of groupings, and the picture of access."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from policybook.iam.actions import AccessLevel
from policybook.render.hypertext import Resolve, escaped, flow_html, inline_html
from policybook.render.page import Access, Action, GroupingRow, Groupings, Part, Share
from policybook.render.tables import anchored, head

_WILDCARD = '<abbr class="pb-level pb-level--any" title="A wildcard">*</abbr>'

_WHY = "What it allows and why"


def groupings_html(block: Groupings, resolve: Resolve) -> str:
    """The table of groupings, under a legend of the access levels that it shows."""
    shown = {action.level for row in block.rows for part in row.parts for action in part.actions}
    levels = "".join(
        f"<span>{_mark(level)} {level}</span> " for level in AccessLevel if level in shown
    )
    return (
        (f'<p class="pb-legend">{levels}</p>\n' if levels else "")
        + f'<table class="pb-table pb-groupings">\n'
        f"{head(('Grouping', _WHY, 'Actions', 'Resources'))}\n"
        f"{''.join(_grouping(row, resolve) for row in block.rows)}</table>"
    )


def _grouping(row: GroupingRow, resolve: Resolve) -> str:
    """A grouping in as many rows as it has parts, one at least."""
    title = anchored(inline_html(row.title, resolve), "grouping", row.anchor, row.aliases)
    span = len(row.parts) or 1
    first = (
        f'<th scope="row" rowspan="{span}">{title}</th>\n'
        f'<td data-label="{_WHY}" rowspan="{span}">\n{flow_html(row.flow, resolve)}\n</td>\n'
    )
    cells = [_cells(part) for part in row.parts] or [_cells(None)]
    rows = "".join(f"<tr>\n{text}</tr>\n" for text in (first + cells[0], *cells[1:]))
    return f'<tbody id="{escaped(row.anchor)}">\n{rows}</tbody>\n'


def _cells(part: Part | None) -> str:
    """The actions and resources of a part."""
    actions = resources = ""
    if part:
        tags = '<span class="pb-tag">denies</span> ' if part.denies else ""
        tags += '<span class="pb-tag">under conditions</span>' if part.conditional else ""
        actions = f'{tags}\n<ul class="pb-list pb-actions">\n{_items(map(_action, part.actions))}'
        names = (
            f"{'all but ' if resource.excluded else ''}{_code(resource.name)}"
            for resource in part.resources
        )
        resources = f'<ul class="pb-list">\n{_items(names)}'
    return f'<td data-label="Actions">\n{actions}</td>\n<td data-label="Resources">\n{resources}</td>\n'


def _items(items: Iterable[str]) -> str:
    return "".join(f"<li>{item}</li>\n" for item in items) + "</ul>\n"


def _action(action: Action) -> str:
    if action.excluded:
        return f"all but {_code(action.name)}"
    if action.matches is None:
        return f"{_mark(action.level)} {_code(action.name)}"
    known = f"{action.matches or 'no'} known {'action' if action.matches == 1 else 'actions'}"
    return f'{_WILDCARD} {_code(action.name)} <span class="pb-matches">{known}</span>'


def access_html(block: Access, _: Resolve) -> str:
    """The picture of what a policy allows, and what its figures do not tell."""
    parts = []
    if block.excepted is not None:
        but = f", except {', '.join(map(_code, block.excepted))}" if block.excepted else ""
        parts.append(f"<p>It allows every action of every service{but}.</p>\n")
    if block.shares:
        most = max(share.total for share in block.shares)
        parts.append(
            '<table class="pb-table pb-access">\n'
            f"{head(('Service prefix', 'Actions', 'By access level'))}\n"
            f"<tbody>\n{''.join(_share(share, most) for share in block.shares)}</tbody>\n</table>\n"
        )
    return f'{"".join(parts)}<p class="pb-legend">{escaped(" ".join(block.remarks))}</p>'


def _share(share: Share, most: int) -> str:
    """A service: its bar beside that of the service with the most actions, and the figures."""
    bars, figures = [], []
    x = 0.0
    for level, count in share.counts:
        width = 100 * count / most
        at = f' x="{x:.4g}"' if x else ""
        name = _slug(level)
        bars.append(f'<rect class="pb-fill--{name}"{at} width="{width:.4g}" height="4"/>\n')
        figures.append(f'<span class="pb-share--{name}">{count} {level or "unknown"}</span> ')
        x += width
    return (
        f'<tr>\n<th scope="row">{_code(share.service)}</th>\n'
        f'<td data-label="Actions">{share.total}</td>\n'
        '<td data-label="By access level">\n'
        '<svg class="pb-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">\n'
        f"{''.join(bars)}</svg>\n"
        f'<span class="pb-shares">{"".join(figures)}</span>\n'
        f"{_written(share) if share.actions else ''}</td>\n</tr>\n"
    )


def _written(share: Share) -> str:
    """The action patterns of a service as a document has them."""
    levels = []
    for label, actions in share.written:
        names = ", ".join(
            _code(action.name) + ("" if action.matches is None else f" ({action.matches})")
            for action in actions
        )
        levels.append(f"<p>{label}: {names}</p>\n")
    return f"<details>\n<summary>{share.as_written}</summary>\n{''.join(levels)}</details>\n"


def _code(name: str) -> str:
    return f"<code>{escaped(name)}</code>"


@cache
def _slug(level: AccessLevel | None) -> str:
    """What the classes of an access level end in."""
    return (level or "unknown").lower().split()[0]


@cache
def _mark(level: AccessLevel | None) -> str:
    """The sign of an access level, which stands beside thousands of actions."""
    title = level or "Not in the action data"
    sign = level[0] if level else "?"
    return f'<abbr class="pb-level pb-level--{_slug(level)}" title="{title}">{sign}</abbr>'
