"""Building it, beside a site with all pages in its navigation."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measuring import cpu, side_by_side
from benchmarks.projects import Bench, by_hand, own
from benchmarks.results import Goal, Row, compare

FULL = "Material, all pages in the navigation"


def rows(bench: Bench) -> Iterator[Row]:
    """A full build beside one that lists every page on every page."""
    mine = own(bench, rules=False).build("full build")
    # Each of its sites takes gigabytes: MkDocs itself empties the folder.
    slow = by_hand(bench, short_nav=False).build(FULL, cold=False)
    taken = side_by_side((mine, slow), bench.pairs)
    both = cpu(taken[mine.name]), cpu(taken[FULL])
    why = "see the profile of the full build above"
    yield compare("full build, CPU", *both, against=FULL, goal=Goal(0.05, why=why))
