"""Building the site of all latest documents."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import peers
from benchmarks.measuring import cpu, peaks, side_by_side
from benchmarks.projects import Bench, by_hand, own
from benchmarks.results import Goal, Row, compare
from benchmarks.trees import size

SHORT = "Material, short navigation"
PYTHON = (
    "no part stands out: making HTML, Markdown and search entries is two fifths, checking a quarter, "
    "starting MkDocs and the theme, filling it and writing six thousand files the rest"
)
HELD = "the whole catalogue is held while it is checked, with what the rules know of actions"
COMPILED = "Hugo is compiled, has no theme, no search and no checks; Python makes each page here"
FULL = "Material, all pages in the navigation"


def rows(bench: Bench) -> Iterator[Row]:
    """Full builds beside those of others, and building again."""
    project, short = own(bench), by_hand(bench)
    full_build = own(bench, rules=False).build("full build")
    jobs = {
        "own": full_build,
        "rules": project.build("full build, every rule on"),
        "again": project.build("build with nothing changed", cold=False),
        "short": short.build(SHORT),
        "zensical": peers.zensical(bench),
        "hugo": peers.hugo(bench),
    }
    here = {key: job for key, job in jobs.items() if job}
    taken = side_by_side([*here.values()], bench.pairs)
    used = {key: taken[job.name] for key, job in here.items()}
    seconds = {key: cpu(usages) for key, usages in used.items()}
    user = {key: [usage.user for usage in usages] for key, usages in used.items()}

    what = "full build, CPU"
    yield compare(
        what, seconds["own"], seconds["short"], against=SHORT, goal=Goal(0.20, why=PYTHON)
    )
    what = "full build with every rule on, CPU"
    yield compare(
        what, seconds["rules"], seconds["short"], against=SHORT, goal=Goal(0.40, why=PYTHON)
    )
    for key, name, goal in (
        ("hugo", "Hugo, bare layout", Goal(1.0, why=COMPILED)),
        ("zensical", "Zensical", Goal(0.30, why=PYTHON)),
    ):
        if key in used:
            yield compare("full build, user CPU", user["own"], user[key], against=name, goal=goal)
    what, goal = "build with nothing changed, CPU", Goal(0.25)
    yield compare(what, seconds["again"], seconds["rules"], against="the full build", goal=goal)
    what, goal = "full build with every rule on, peak memory", Goal(0.8, why=HELD)
    memory = peaks(used["rules"]), peaks(used["short"])
    yield compare(what, *memory, against=SHORT, unit="MB", goal=goal)
    written = [size(project.site)], [size(short.site)]
    yield compare("bytes of the site", *written, against=SHORT, unit="MB")

    slow = by_hand(bench, short_nav=False).build(FULL)
    taken = side_by_side((full_build, slow), bench.few_pairs)
    both = cpu(taken[full_build.name]), cpu(taken[FULL])
    yield compare("full build, CPU", *both, against=FULL, goal=Goal(0.05, why=PYTHON))
