"""Checking the links of a built site.

Its pages are those of the sample site, over and over.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Job, JobFailedError, cpu, run, side_by_side
from benchmarks.projects import HERE, MKDOCS, POLICYBOOK, Bench
from benchmarks.results import Row, compare
from sites import project

PAGES = 1_000
LINKINATOR = ("npx", "--yes", "linkinator@7.6.1")
ELSEWHERE = r"^https?://(?!localhost|127\.0\.0\.1)"


def rows(bench: Bench) -> Iterator[Row]:
    """`policybook links` beside other checkers, and beside what none can do without."""
    folder = bench.folder / "links"
    shutil.rmtree(folder, ignore_errors=True)
    site = _made(folder)
    jobs = (
        Job("links", (*POLICYBOOK, "links", "--strict", site), folder),
        Job("parsing by lxml alone", (sys.executable, HERE / "parsing.py", site), folder),
        Job("40 lines with html.parser", (sys.executable, HERE / "plain.py", site), folder),
    )
    taken = side_by_side(jobs, bench.pairs)
    own = cpu(taken["links"])
    what = f"links of {PAGES:,} pages, CPU"
    for job in jobs[1:]:
        yield compare(what, own, cpu(taken[job.name]), against=job.name)
    if shutil.which("npx") and _is_there(Job("npx", (*LINKINATOR, "--version"), folder)):
        words = ("--recurse", "--silent", "--skip", ELSEWHERE)
        peer = Job("linkinator", (*LINKINATOR, site, *words), folder)
        taken = side_by_side((jobs[0], peer), bench.pairs)
        yield compare(what, cpu(taken["links"]), cpu(taken[peer.name]), against=peer.name)


def _made(folder: Path) -> Path:
    """A built site with so many pages."""
    folder.mkdir(parents=True)
    site = project(folder) / "site"
    run(Job("sample site", (*MKDOCS, "build", "--quiet"), folder))
    count = len([*site.rglob("*.html")])
    copies = [f"copy-{number}" for number in range(2, -(-PAGES // count) + 1)]
    for copy in copies:
        # What a copy names from the root is there, since the site itself stands beside it.
        shutil.copytree(site, site / copy, ignore=shutil.ignore_patterns("copy-*"))
    with (site / "index.html").open("a", encoding="utf-8") as home:
        home.writelines(f'<a href="{copy}/">{copy}</a>' for copy in copies)
    return site


def _is_there(job: Job) -> bool:
    try:
        run(job)
    except JobFailedError:
        return False
    return True
