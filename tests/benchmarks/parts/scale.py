"""Ten times as many policies, under new names."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measuring import cpu, peaks, side_by_side
from benchmarks.profiles import Profile, profile
from benchmarks.projects import Bench, by_hand, own
from benchmarks.results import Goal, Row, compare
from benchmarks.trees import size

SHORT = "Material, short navigation"


def rows(bench: Bench) -> Iterator[Row | Profile]:
    """What many times the policies cost, every rule on, and what they cost plain Material."""
    one, more = own(bench), own(bench, times=bench.times)
    several = f"{bench.times} times the policies"
    jobs = (
        one.build("the policies once"),
        more.build(several),
        by_hand(bench, times=bench.times).build(SHORT),
    )
    taken = side_by_side(jobs, bench.pairs)
    once, many, plain = (taken[job.name] for job in jobs)
    where = profile(jobs[1])
    goal, held = Goal(float(bench.times), why=where.spent), Goal(float(bench.times), why=where.held)
    what, against = f"{several}, full build", "once"
    yield compare(f"{what}, CPU", cpu(many), cpu(once), against=against, goal=goal)
    memory = peaks(many), peaks(once)
    yield compare(f"{what}, peak memory", *memory, against=against, unit="MB", goal=held)
    written = [size(more.site)], [size(one.site)]
    yield compare(f"{several}, bytes of the site", *written, against=against, unit="MB", goal=goal)
    memory = peaks(many), peaks(plain)
    held = Goal(0.6, why=where.held)
    yield compare(f"{what}, peak memory", *memory, against=SHORT, unit="MB", goal=held)
    yield compare(f"{what}, CPU", cpu(many), cpu(plain), against=SHORT)
    yield where
