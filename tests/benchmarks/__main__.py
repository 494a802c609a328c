"""Measure everything, or some parts: `python -m benchmarks [PART…]`; see `make bench`."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import time
from dataclasses import replace
from importlib.metadata import version

from benchmarks.measuring import ASIDE, JobFailedError
from benchmarks.page import record
from benchmarks.parts import PARTS
from benchmarks.peers import versions
from benchmarks.profiles import Profile
from benchmarks.projects import Bench
from benchmarks.results import Results, Row, load, save
from benchmarks.tables import text_table
from catalogue import PACKAGE, fetched
from sites import ROOT

FOLDER = ROOT / ".cache" / "bench"
"""Where everything is made."""


def main() -> None:
    """Measure, keep the results and print them."""
    words = argparse.ArgumentParser(prog="make bench", description=__doc__)
    words.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all, if none is named")
    words.add_argument("--pairs", type=int, default=5, help="how often each is measured")
    words.add_argument("--policies", type=int, default=0, help="how many; 0 are all")
    words.add_argument("--times", type=int, default=10, help="how many times more for `scale`")
    words.add_argument("--record", action="store_true", help="write the page of the numbers anew")
    given = words.parse_args()
    if unknown := set(given.parts) - {*PARTS}:
        words.error(f"there is no part {min(unknown)}: name some of {', '.join(PARTS)}")
    if given.record and given.policies:
        words.error("numbers of a few policies are not for the page")
    bench = Bench(FOLDER, fetched(), given.pairs, given.policies, given.times)
    about = {
        "policies": f"{given.policies or 'all'} of {PACKAGE}",
        "cores": str(os.cpu_count()),
        "Python": platform.python_version(),
        **{name: version(name) for name in ("mkdocs", "mkdocs-material", "jsonschema")},
        **versions(),
    }
    file = FOLDER / f"results-{given.policies or 'all'}.json"
    try:
        for name in given.parts or PARTS:
            start = time.monotonic()
            found = [replace(one, part=name) for one in PARTS[name](bench)]
            rows = tuple(one for one in found if isinstance(one, Row))
            profiles = tuple(one for one in found if isinstance(one, Profile))
            minutes = {name: round((time.monotonic() - start) / 60, 1)}
            joined = load(file).joined(Results(about, rows, profiles, minutes))
            save(file, joined.ordered([*PARTS]))
    except JobFailedError as failure:
        sys.exit(str(failure))
    finally:
        shutil.rmtree(FOLDER / ASIDE, ignore_errors=True)
    results = load(file)
    if given.record:
        record(results)
    print(text_table(results))


if __name__ == "__main__":
    main()
