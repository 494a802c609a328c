"""Results as people read them: a table of a terminal, and one of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.results import Results, Row

HEADINGS = ("what", "measured", "against", "times", "goal", "", "pairs")


def text_table(results: Results) -> str:
    """The table for a terminal; under it why goals are missed."""
    rows = [HEADINGS, *(cells(row) for row in results.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", *(f"{row.what}: {row.why}" for row in _missed(results.rows))])


def markdown_table(results: Results) -> str:
    """The table for a page; under it why goals are missed."""
    head = ("What", "Measured", "Against", "Ratio", "Goal", "", "Pairs")
    rows = [head, ("---",) * len(head), *(cells(row) for row in results.rows)]
    lines = [f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows]
    missed = [f"- **{row.what}**: {row.why}" for row in _missed(results.rows)]
    about = [f"{name}: {value}" for name, value in results.about.items()]
    return "\n".join([*lines, *(["", *missed] if missed else []), "", f"{'; '.join(about)}."])


def cells(row: Row) -> Sequence[str]:
    """What a table says of a row."""
    against = f"{row.against} {amount(row.peer, row.unit)}" if row.peer is not None else row.against
    verdict = "" if row.goal is None else "met" if row.is_met else "not met"
    goal = "" if row.goal is None else _goal(row, row.goal)
    ratio = "" if row.ratio is None else ratio_text(row.ratio)
    pairs = str(row.pairs)
    return (row.what, amount(row.own, row.unit), against, ratio, goal, verdict, pairs)


def amount(value: float, unit: str) -> str:
    """A value with its unit, in as many digits as say something."""
    number = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{number} {unit}".rstrip()


def ratio_text(value: float) -> str:
    """A ratio."""
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def _goal(row: Row, goal: float) -> str:
    return f"≤ {goal:.2f}" if row.ratio is not None else f"≤ {amount(goal, row.unit)}"


def _missed(rows: Iterable[Row]) -> Iterable[Row]:
    return (row for row in rows if not row.is_met)
