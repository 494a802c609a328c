"""Where the time and the memory of a command go: what it was found doing, added up by part."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Job, run

SAMPLING = Path(__file__).with_name("sampling.py")

Sample = tuple[Sequence[str], float, float]
"""The files of a stack of functions, the innermost first; its seconds and megabytes."""

START = "Python, imports"
RULES = "rules"
OTHER = "other work"

LARGEST = 4
"""How many parts a reason names."""

MOST = 8
"""How many rules are told apart."""

PARTS: Mapping[str, Sequence[str]] = {
    "looking whether files changed": (
        "policybook/source/shelf.py",
        "policybook/source/sign.py",
        "policybook/source/stamp.py",
    ),
    "reading data": ("policybook/source",),
    "schemas": ("policybook/schemas",),
    "catalogue": ("policybook/assemble.py", "policybook/elements.py"),
    RULES: (
        "policybook/due.py",
        "policybook/lint.py",
        "policybook/rule.py",
        "policybook/rules",
        "policybook/traits.py",
    ),
    "places of findings": ("policybook/source/jsonplaces.py", "policybook/source/yamlnodes.py"),
    "telling findings": ("policybook/cli", "policybook/report"),
    "cache": (
        "policybook/cache.py",
        "policybook/render/keys.py",
        "policybook/site.py",
        "policybook/verdict.py",
    ),
    "blocks of pages": ("policybook/render",),
    "HTML": (
        "policybook/render/highlighting.py",
        "policybook/render/html.py",
        "policybook/render/hypertext.py",
        "policybook/render/permissions.py",
        "policybook/render/tables.py",
        "policybook/render/templates",
    ),
    "Markdown edition": (
        "policybook/render/commonmark.py",
        "policybook/render/edition.py",
        "policybook/render/markdown.py",
    ),
    "search entries": ("policybook/plugin/search.py", "policybook/render/search.py"),
    "feeds": ("policybook/render/feed.py",),
    "theme": (
        "material",
        "policybook/plugin/headings.py",
        "policybook/plugin/marks.py",
        "policybook/plugin/shell.py",
        "policybook/plugin/theme.py",
        "policybook/theme",
    ),
    "MkDocs": ("mkdocs", "policybook/plugin"),
    "writing files": ("policybook/plugin/staging.py", "policybook/plugin/writing.py"),
    "serving, watching": ("mkdocs/livereload", "policybook/plugin/watching.py", "watchdog"),
}
"""What belongs to each part: files and folders, of which the longest name counts.

A function belongs to the part of its file. One in a file that is not named here, as are those
that know the policy language, belongs to the part that it works for.
"""

_PART_OF = {path: part for part, paths in PARTS.items() for path in paths}
_INSTALLED = re.compile(r"/(?:build_tools|site-packages)/(.+)")
_RULE = re.compile(r"/policybook/rules/([a-z][a-z_]*)\.py$")


@dataclass(frozen=True, slots=True)
class Profile:
    """Where the time and the memory of a command go.

    `time` has the seconds of each part, and `rules` those of the largest rules; `memory` has the
    megabytes by which the peak grew in each part.
    """

    what: str
    time: Mapping[str, float]
    rules: Mapping[str, float]
    memory: Mapping[str, float]
    part: str = ""

    @property
    def spent(self) -> str:
        """Where most of the time goes, as a reason."""
        whole = sum(self.time.values())
        shares = {name: 100 * seconds / whole for name, seconds in self.time.items()}
        return _most("its time goes to", shares, "%")

    @property
    def held(self) -> str:
        """Where most of the memory is taken, as a reason."""
        return _most("its peak grows in", self.memory, "MB")


def profile(job: Job, *, runs: int = 1) -> Profile:
    """Where a command of Python spends what it takes, on average over some runs."""
    samples: list[Sample] = []
    with TemporaryDirectory() as folder:
        file = Path(folder) / "samples"
        for _ in range(runs):
            usage = run(replace(job, command=sampled(job.command, file)))
            found = read(file)
            after = usage.cpu - sum(seconds for _, seconds, _ in found)
            samples += [*found, ((), after, 0.0)]
    return add_up(job.name, samples, runs=runs)


def sampled(command: Sequence[str | Path], file: Path) -> Sequence[str | Path]:
    """The command `python -m MODULE …`, which writes into a file what it is found doing."""
    python, _, *module = command
    return (python, SAMPLING, file, *module)


def read(file: Path) -> list[Sample]:
    """What was written of a command."""
    data = json.loads(file.read_bytes())
    files = data["files"]
    return [
        ([files[number] for number in stack], seconds, megabytes)
        for stack, seconds, megabytes in data["samples"]
    ]


def add_up(what: str, samples: Iterable[Sample], *, runs: int = 1) -> Profile:
    """A profile of samples, on average over so many runs."""
    time: dict[str, float] = defaultdict(float)
    rules: dict[str, float] = defaultdict(float)
    memory: dict[str, float] = defaultdict(float)
    for files, seconds, megabytes in samples:
        part = part_of(files)
        time[part] += seconds / runs
        memory[part] += megabytes / runs
        if part == RULES and (rule := next(filter(None, map(_RULE.search, files)), None)):
            rules[rule[1].replace("_", "-")] += seconds / runs
    return Profile(what, _largest(time), _largest(rules, MOST), _largest(memory))


def part_of(files: Sequence[str]) -> str:
    """The part that a stack belongs to, by the files of its frames, the innermost first."""
    if not files or any("importlib._bootstrap" in file for file in files):
        return START
    for file in files:
        if installed := _INSTALLED.search(file):
            path = installed[1]
            while path:
                if path in _PART_OF:
                    return _PART_OF[path]
                path = path.rpartition("/")[0]
    return OTHER


def _largest(values: Mapping[str, float], count: int | None = None) -> dict[str, float]:
    ordered = sorted(values.items(), key=lambda part: -part[1])
    return {name: round(value, 4) for name, value in ordered[:count]}


def _most(words: str, values: Mapping[str, float], unit: str) -> str:
    listed = ", ".join(f"{name} {value:.0f} {unit}" for name, value in [*values.items()][:LARGEST])
    return f"{words} {listed} and smaller parts: see the profile below"
