"""The parts of the benchmark, in the order of the table: each yields the rows that it measures,
and profiles that say where the time of them goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from benchmarks.parts import build, checking, identity, links, navigation, preview, scale, weight
from benchmarks.profiles import Profile
from benchmarks.projects import Bench
from benchmarks.results import Row

_MODULES = {
    "build": build,
    "navigation": navigation,
    "check": checking,
    "preview": preview,
    "scale": scale,
    "weight": weight,
    "links": links,
    "identity": identity,
}

PARTS: Mapping[str, Callable[[Bench], Iterator[Row | Profile]]] = {
    name: module.rows for name, module in _MODULES.items()
}

TITLES: Mapping[str, str] = {
    name: (module.__doc__ or "").partition("\n")[0].rstrip(".") for name, module in _MODULES.items()
}
"""What each part is about."""
