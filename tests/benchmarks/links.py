"""How long `policybook links` takes for a thousand pages, beside others in the same run.

Run it by `make bench`. The pages are those of the sample site, over and over.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sites import mkdocs, project

HERE = Path(__file__).parent
PAGES = 1_000
ROUNDS = 3
PATIENCE = 600
"""Seconds after which a peer is given up."""

LINKINATOR = ("npx", "--yes", "linkinator")
ELSEWHERE = r"^https?://(?!localhost|127\.0\.0\.1)"


class Time(NamedTuple):
    """The seconds of processor and clock that something took."""

    cpu: float
    wall: float


def make(folder: Path) -> tuple[Path, int]:
    """A built site with so many pages, and how many those are."""
    run = mkdocs("build", "--quiet", cwd=project(folder))
    if run.returncode:
        sys.exit(run.stderr)
    site = folder / "site"
    count = len([*site.rglob("*.html")])
    copies = [f"copy-{number}" for number in range(2, -(-PAGES // count) + 1)]
    for copy in copies:
        # What a copy names from the root is there, since the site itself stands beside it.
        shutil.copytree(site, site / copy, ignore=shutil.ignore_patterns("copy-*"))
    with (site / "index.html").open("a") as home:
        home.writelines(f'<a href="{copy}/">{copy}</a>' for copy in copies)
    return site, len([*site.rglob("*.html")])


def measured(command: Sequence[str | Path], rounds: int = ROUNDS) -> Time | None:
    """The shortest of some runs of a command; None where it does not end well."""
    times = []
    for _ in range(rounds):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        try:
            run = subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
        except (OSError, subprocess.TimeoutExpired):
            return None
        wall = time.perf_counter() - start
        if run.returncode:
            return None
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        times.append(Time(cpu, wall))
    return min(times)


def main() -> None:
    """Print a table."""
    with TemporaryDirectory() as folder:
        site, pages = make(Path(folder))
        python = sys.executable
        nearly_none = Path(folder) / "nearly-none"
        nearly_none.mkdir()
        (nearly_none / "index.html").touch()
        found = {
            "policybook links": measured((python, "-m", "policybook", "links", "--strict", site)),
            "its start alone": measured((python, "-m", "policybook", "links", nearly_none)),
            "lxml parses the pages, no more": measured((python, HERE / "parsing.py", site)),
            "40 lines with html.parser": measured((python, HERE / "plain.py", site)),
            "linkinator": None,
        }
        if shutil.which("npx") and measured((*LINKINATOR, "--version"), 1):
            command = (*LINKINATOR, site, "--recurse", "--silent", "--skip", ELSEWHERE)
            found["linkinator"] = measured(command, 1)
    own = found["policybook links"]
    if own is None:
        sys.exit("policybook links does not end well")
    print(f"{pages:,} pages; seconds for 1,000 of them, and how many times those of Policybook\n")
    print(f"{'':<32}{'CPU':>8}{'times':>7}{'wall':>8}{'times':>7}")
    for name, taken in found.items():
        if taken is None:
            print(f"{name:<32}not here")
            continue
        scale = 1_000 / pages
        cells = (taken.cpu * scale, taken.cpu / own.cpu, taken.wall * scale, taken.wall / own.wall)
        print(f"{name:<32}{cells[0]:>8.2f}{cells[1]:>7.1f}{cells[2]:>8.2f}{cells[3]:>7.1f}")


if __name__ == "__main__":
    main()
