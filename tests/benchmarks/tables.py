"""Results as people read them: tables for a terminal, and tables of Markdown for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import truediv

from benchmarks.profiles import Profile
from benchmarks.results import Results, Row

HEADINGS = ("What", "Measured", "Against", "Ratio", "Goal", "Met", "Pairs")

SMALL = 0.005
"""A part that has less of each whole is told with the rest."""

Table = Sequence[Sequence[str]]


def text_table(results: Results) -> str:
    """One table, under it why goals are missed, and then where the time goes."""
    reasons = _reasons(results.rows)
    rows = [HEADINGS, *(cells(row, reasons) for row in results.rows)]
    profiles = [
        "\n".join(_aligned(table))
        for _, group in groupby(results.profiles, lambda profile: profile.part)
        for table in profile_tables([*group])
    ]
    numbered = [f"({number}) {why}" for why, number in reasons.items()]
    return "\n\n".join(["\n".join(_aligned(rows)), *numbered, *profiles])


def markdown_tables(results: Results, titles: Mapping[str, str]) -> str:
    """A table for each part under its title, and under each why its goals are missed."""
    return "\n\n".join(_blocks(results, titles))


def cells(row: Row, reasons: Mapping[str, int]) -> Sequence[str]:
    """What a table says of a row, with the number of the reason why its goal is missed."""
    against = f"{row.against}, {amount(row.peer, row.unit)}" if row.peer is not None else ""
    goal, met = "", ""
    if row.goal is not None:
        goal = f"≤ {amount(row.goal, row.unit if row.ratio is None else '')}"
        met = "yes" if row.is_met else f"no ({reasons[_why(row)]})"
    ratio = "" if row.ratio is None else amount(row.ratio)
    return (row.what, amount(row.own, row.unit), against, ratio, goal, met, str(row.pairs))


def profile_tables(profiles: Sequence[Profile]) -> list[Table]:
    """Where the time of some commands goes, and where their memory grows."""
    time = {one.what: one.time for one in profiles if one.time}
    memory = {one.what: one.memory for one in profiles if one.memory}
    tables = []
    if time:
        tables.append(_matrix("Where the time goes", time, "s", lambda share, _: percent(share)))
    if memory:
        title = "Where the peak of memory grows"
        tables.append(_matrix(title, memory, "MB", lambda _, value: amount(value, "MB")))
    return tables


def amount(value: float, unit: str = "") -> str:
    """A value with its unit, in as many digits as say something."""
    if value >= 100:
        number = f"{value:,.0f}"
    elif value >= 10:
        number = f"{value:.1f}"
    else:
        number = f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"
    return f"{number} {unit}".rstrip()


def percent(share: float, digits: int = 0) -> str:
    """A share of a whole."""
    return f"{100 * share:.{digits}f} %"


def _blocks(results: Results, titles: Mapping[str, str]) -> Iterator[str]:
    for part, title in titles.items():
        if rows := [row for row in results.rows if row.part == part]:
            profiles = [profile for profile in results.profiles if profile.part == part]
            reasons = _reasons(rows)
            yield f"### {title}"
            yield "\n".join(_piped([HEADINGS, *(cells(row, reasons) for row in rows)]))
            if reasons:
                yield "\n".join(f"{number}. {why}" for why, number in reasons.items())
            yield from ("\n".join(_piped(table)) for table in profile_tables(profiles))
            yield from (_largest(profile) for profile in profiles if profile.rules)
    about = "; ".join(f"{name}: {value}" for name, value in results.about.items())
    took = f" in {sum(results.minutes.values()):.0f} minutes" if results.minutes else ""
    yield f"Measured{took} with {about}."


def _largest(profile: Profile) -> str:
    whole = sum(profile.time.values())
    listed = ", ".join(f"`{name}` {percent(s / whole, 1)}" for name, s in profile.rules.items())
    return f"The largest of the rules in “{profile.what}”: {listed}."


def _matrix(
    title: str,
    columns: Mapping[str, Mapping[str, float]],
    unit: str,
    form: Callable[[float, float], str],
) -> Table:
    """What each part has of each column, by its share and its amount; the largest part first."""
    wholes = [sum(parts.values()) for parts in columns.values()]
    rows = {
        name: [parts.get(name, 0.0) for parts in columns.values()]
        for name in dict.fromkeys(chain.from_iterable(columns.values()))
    }
    most = {name: max(map(truediv, row, wholes)) for name, row in rows.items()}
    told = [
        name for name in sorted(most, key=most.__getitem__, reverse=True) if most[name] >= SMALL
    ]
    others = [row for name, row in rows.items() if name not in told]
    rests = [sum(row[at] for row in others) for at in range(len(wholes))]
    return [
        (title, *columns),
        *((name, *map(form, map(truediv, rows[name], wholes), rows[name])) for name in told),
        ("smaller parts", *map(form, map(truediv, rests, wholes), rests)),
        ("all", *(amount(whole, unit) for whole in wholes)),
    ]


def _reasons(rows: Iterable[Row]) -> dict[str, int]:
    """Why goals are missed, each reason once, numbered from one."""
    found = dict.fromkeys(_why(row) for row in rows if not row.is_met)
    return {why: number for number, why in enumerate(found, 1)}


def _why(row: Row) -> str:
    return row.why or "not explained yet"


def _aligned(table: Table) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _piped(table: Table) -> Iterator[str]:
    head, *rest = table
    return (f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rest))
