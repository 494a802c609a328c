"""Ten times as many policies, under new names."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measuring import cpu, peaks, side_by_side
from benchmarks.projects import Bench, by_hand, own
from benchmarks.results import Goal, Row, compare
from benchmarks.trees import size

SHORT = "Material, short navigation"
HELD = "the whole catalogue is held while it is checked; the peer holds pages, and checks nothing"


def rows(bench: Bench) -> Iterator[Row]:
    """What many times the policies cost, every rule on, and what they cost plain Material."""
    one, more = own(bench), own(bench, times=bench.times)
    several = f"{bench.times} times the policies"
    jobs = (
        one.build("the policies once"),
        more.build(several),
        by_hand(bench, times=bench.times).build(SHORT),
    )
    taken = side_by_side(jobs, bench.few_pairs)
    once, many, plain = (taken[job.name] for job in jobs)
    goal = Goal(float(bench.times))
    what, against = f"{several}, full build", "once"
    yield compare(f"{what}, CPU", cpu(many), cpu(once), against=against, goal=goal)
    memory = peaks(many), peaks(once)
    yield compare(f"{what}, peak memory", *memory, against=against, unit="MB", goal=goal)
    written = [size(more.site)], [size(one.site)]
    yield compare(f"{several}, bytes of the site", *written, against=against, unit="MB", goal=goal)
    memory = peaks(many), peaks(plain)
    yield compare(
        f"{what}, peak memory", *memory, against=SHORT, unit="MB", goal=Goal(0.6, why=HELD)
    )
    yield compare(f"{what}, CPU", cpu(many), cpu(plain), against=SHORT)
