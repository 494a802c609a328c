"""Building the site of all latest documents."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import peers
from benchmarks.measuring import cpu, peaks, side_by_side
from benchmarks.profiles import Profile, profile
from benchmarks.projects import Bench, by_hand, own
from benchmarks.results import Goal, Row, compare
from benchmarks.trees import size

SHORT = "Material, short navigation"
COMPILED = "Hugo is compiled, has no theme, no search and no checks; Python makes each page here"


def rows(bench: Bench) -> Iterator[Row | Profile]:
    """Full builds beside those of others, and building again."""
    project, short = own(bench), by_hand(bench)
    full_build = own(bench, rules=False).build("full build")
    with_rules = project.build("full build, every rule on")
    unchanged = project.build("build with nothing changed", cold=False)
    jobs = {
        "own": full_build,
        "rules": with_rules,
        "again": unchanged,
        "short": short.build(SHORT),
        "zensical": peers.zensical(bench),
        "hugo": peers.hugo(bench),
    }
    here = {key: job for key, job in jobs.items() if job}
    taken = side_by_side([*here.values()], bench.pairs)
    used = {key: taken[job.name] for key, job in here.items()}
    seconds = {key: cpu(usages) for key, usages in used.items()}
    user = {key: [usage.user for usage in usages] for key, usages in used.items()}

    plain, every, again = map(profile, (full_build, with_rules, unchanged))
    what, goal = "full build, CPU", Goal(0.20, why=plain.spent)
    yield compare(what, seconds["own"], seconds["short"], against=SHORT, goal=goal)
    what, goal = "full build with every rule on, CPU", Goal(0.40, why=every.spent)
    yield compare(what, seconds["rules"], seconds["short"], against=SHORT, goal=goal)
    for key, name, goal in (
        ("hugo", "Hugo, bare layout", Goal(1.0, why=COMPILED)),
        ("zensical", "Zensical", Goal(0.30, why=plain.spent)),
    ):
        if key in used:
            yield compare("full build, user CPU", user["own"], user[key], against=name, goal=goal)
    what, goal = "build with nothing changed, CPU", Goal(0.25, why=again.spent)
    yield compare(what, seconds["again"], seconds["rules"], against="the full build", goal=goal)
    held = peaks(used["short"])
    what, goal = "full build, peak memory", Goal(0.8, why=plain.held)
    yield compare(what, peaks(used["own"]), held, against=SHORT, unit="MB", goal=goal)
    what, goal = "full build with every rule on, peak memory", Goal(0.8, why=every.held)
    yield compare(what, peaks(used["rules"]), held, against=SHORT, unit="MB", goal=goal)
    written = [size(project.site)], [size(short.site)]
    yield compare("bytes of the site", *written, against=SHORT, unit="MB")
    yield from (plain, every, again)
