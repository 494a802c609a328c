"""What was measured: rows of ratios with their goals, and how they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from statistics import median

from benchmarks.profiles import Profile

DIGITS = 4
"""Digits that count of what is measured; more are noise."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that a value may be, and why it is more, where it is."""

    at_most: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A thing that was measured, against a peer where there is one.

    `own` and `peer` are medians in a unit; `ratio` is the median of the ratios of each pair,
    `low` and `high` are the least and the largest of these.
    """

    what: str
    unit: str
    own: float
    against: str = ""
    peer: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    pairs: int = 1
    goal: float | None = None
    why: str = ""
    part: str = ""

    @property
    def value(self) -> float:
        """What the goal is about."""
        return self.own if self.ratio is None else self.ratio

    @property
    def is_met(self) -> bool:
        """Whether the goal is met; a row without one has nothing to miss."""
        return self.goal is None or self.value <= self.goal


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that a run of the benchmark has to say."""

    about: Mapping[str, str]
    rows: tuple[Row, ...]
    profiles: tuple[Profile, ...] = ()
    minutes: Mapping[str, float] = field(default_factory=dict)
    """How long it took to measure each part."""

    def joined(self, other: Results) -> Results:
        """These results, but for the parts that others have anew."""
        parts = {row.part for row in other.rows}
        return Results(
            {**self.about, **other.about},
            (*(row for row in self.rows if row.part not in parts), *other.rows),
            (*(kept for kept in self.profiles if kept.part not in parts), *other.profiles),
            {**self.minutes, **other.minutes},
        )

    def ordered(self, parts: Sequence[str]) -> Results:
        """The same, in the order of the parts."""

        def place(found: Row | Profile) -> int:
            return parts.index(found.part)

        rows, profiles = sorted(self.rows, key=place), sorted(self.profiles, key=place)
        return replace(self, rows=tuple(rows), profiles=tuple(profiles))


def compare(
    what: str,
    own: Sequence[float],
    peer: Sequence[float],
    *,
    against: str,
    unit: str = "s",
    goal: Goal | None = None,
) -> Row:
    """A row of two things that were measured in pairs."""
    ratios = [mine / other for mine, other in zip(own, peer, strict=True)]
    return replace(
        alone(what, own, unit=unit, goal=goal),
        against=against,
        peer=_rounded(median(peer)),
        ratio=_rounded(median(ratios)),
        low=_rounded(min(ratios)),
        high=_rounded(max(ratios)),
    )


def alone(what: str, own: Sequence[float], *, unit: str, goal: Goal | None = None) -> Row:
    """A row of a thing that is measured by itself."""
    return Row(
        what,
        unit,
        own=_rounded(median(own)),
        pairs=len(own),
        goal=goal.at_most if goal else None,
        why=goal.why if goal else "",
    )


def load(path: Path) -> Results:
    """Results that were kept; none where there is no such file."""
    if not path.is_file():
        return Results({}, ())
    data = json.loads(path.read_text(encoding="utf-8"))
    rows = tuple(Row(**row) for row in data["rows"])
    profiles = tuple(Profile(**profile) for profile in data.get("profiles", ()))
    return Results(data["about"], rows, profiles, data.get("minutes", {}))


def save(path: Path, results: Results) -> None:
    """Keep results."""
    rows = [
        {f.name: getattr(row, f.name) for f in fields(row) if getattr(row, f.name) != f.default}
        for row in results.rows
    ]
    data = {
        "about": results.about,
        "minutes": results.minutes,
        "rows": rows,
        "profiles": [asdict(profile) for profile in results.profiles],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
