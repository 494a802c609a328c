"""What readers load."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from benchmarks.measuring import run
from benchmarks.projects import Bench, own
from benchmarks.results import Goal, Row, alone
from benchmarks.trees import KB, packed

LOOKED_UP = ("search/search_index.json", "search/actions.json")
"""What a browser loads before it can answer."""


def rows(bench: Bench) -> Iterator[Row]:
    """The weight of pages, and of the data of the search."""
    project = own(bench)
    run(project.build("full build", cold=False))
    names = {path.parent.name for path in project.policies.glob("*/*/policy.yaml")}
    sizes = {path: path.stat().st_size / KB for path in project.site.rglob("*.html")}
    typical = median(size for path, size in sizes.items() if path.parent.name in names)
    yield alone("page of a policy, typical", [typical], unit="kB", goal=Goal(60))
    yield alone("largest page", [max(sizes.values())], unit="kB", goal=Goal(1000))
    searched = [packed(project.site / name for name in LOOKED_UP)]
    yield alone("data of search and lookup, compressed", searched, unit="kB", goal=Goal(400))
