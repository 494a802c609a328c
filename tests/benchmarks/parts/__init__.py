"""The parts of the benchmark, in the order of the table: each yields the rows that it measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from benchmarks.parts import build, checking, identity, links, preview, scale, weight
from benchmarks.projects import Bench
from benchmarks.results import Row

PARTS: Mapping[str, Callable[[Bench], Iterator[Row]]] = {
    "build": build.rows,
    "check": checking.rows,
    "preview": preview.rows,
    "scale": scale.rows,
    "weight": weight.rows,
    "links": links.rows,
    "identity": identity.rows,
}
