"""Results as people read them: a table for a terminal, and tables of Markdown for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from benchmarks.results import Results, Row

HEADINGS = ("What", "Measured", "Against", "Ratio", "Goal", "Met", "Pairs")


def text_table(results: Results) -> str:
    """One table, and under it why goals are missed."""
    rows = [HEADINGS, *(cells(row) for row in results.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, *(f"\n{line}" for line in _reasons(results.rows))])


def markdown_tables(results: Results, titles: Mapping[str, str]) -> str:
    """A table for each part under its title, and under each why its goals are missed."""
    return "\n\n".join(_blocks(results, titles))


def cells(row: Row) -> Sequence[str]:
    """What a table says of a row."""
    against = f"{row.against}, {amount(row.peer, row.unit)}" if row.peer is not None else ""
    goal, met = "", ""
    if row.goal is not None:
        goal = f"≤ {amount(row.goal, row.unit if row.ratio is None else '')}"
        met = "yes" if row.is_met else "no"
    ratio = "" if row.ratio is None else amount(row.ratio)
    return (row.what, amount(row.own, row.unit), against, ratio, goal, met, str(row.pairs))


def amount(value: float, unit: str = "") -> str:
    """A value with its unit, in as many digits as say something."""
    if value >= 100:
        number = f"{value:,.0f}"
    elif value >= 10:
        number = f"{value:.1f}"
    else:
        number = f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"
    return f"{number} {unit}".rstrip()


def _blocks(results: Results, titles: Mapping[str, str]) -> Iterator[str]:
    for part, rows in groupby(results.rows, lambda row: row.part):
        listed = [*rows]
        yield f"### {titles[part]}"
        yield "\n".join(_table([HEADINGS, ("---",) * len(HEADINGS), *map(cells, listed)]))
        if reasons := [f"- {line}" for line in _reasons(listed)]:
            yield "\n".join(reasons)
    about = (f"{name}: {value}" for name, value in results.about.items())
    yield f"Measured with {'; '.join(about)}."


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    return (f"| {' | '.join(row)} |" for row in rows)


def _reasons(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if not row.is_met:
            against = f" against {row.against}" if row.against else ""
            yield f"{row.what}{against}: {row.why or 'not explained yet'}"
