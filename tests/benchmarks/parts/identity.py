"""The same bytes, however a site is built.

The only part that fails for what it finds.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.edits import edits
from benchmarks.measuring import JobFailedError, run
from benchmarks.projects import Bench, Project, copy, own
from benchmarks.results import Goal, Row, alone
from benchmarks.serving import preview
from benchmarks.trees import differing

NO_CACHE = {"POLICYBOOK_CACHE": ""}
PLAIN = {"WITH_SHELL": "false", **NO_CACHE}
THEN = {"SOURCE_DATE_EPOCH": "1700000000"}
ELSEWHERE = {"PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Pacific/Kiritimati", **THEN}


def rows(bench: Bench) -> Iterator[Row]:
    """How many files differ from those of a plain build: none does, or the benchmark fails."""
    project = copy(own(bench), "same")
    plain = _built(project, "plain", {**PLAIN, **THEN}, cold=True)
    ways: tuple[tuple[str, Mapping[str, str], bool], ...] = (
        ("with the shell alone", {**NO_CACHE, **THEN}, True),
        ("with an empty cache", THEN, True),
        ("with a full cache", THEN, False),
    )
    for name, environment, cold in ways:
        yield _same(f"built {name}", plain, _built(project, name, environment, cold=cold))
    moved = copy(own(bench), "same-elsewhere")
    yield _same("built elsewhere", plain, _built(moved, "elsewhere", ELSEWHERE, cold=True))
    yield _served(project)


def _served(project: Project) -> Row:
    """What is served after edits, beside a plain build of what was edited."""
    with preview(project) as shown:
        for edit in edits(project.policies):
            shown.work(edit.file, edit.put("Elsewhere"), (), "")
        served = project.folder / "served"
        shutil.rmtree(served, ignore_errors=True)
        shutil.copytree(shown.site, served)
    plain = _built(project, "plain", {**PLAIN, "SITE_URL": shown.url}, cold=True)
    return _same("served after edits", plain, served)


def _built(project: Project, name: str, environment: Mapping[str, str], *, cold: bool) -> Path:
    run(project.build(name, cold=cold, **environment))
    target = project.folder / f"built {name}"
    shutil.rmtree(target, ignore_errors=True)
    return project.site.replace(target)


def _same(what: str, plain: Path, other: Path) -> Row:
    different = differing(plain, other)
    if different:
        listed = "\n".join(different[:20])
        raise JobFailedError(f"{what}, {len(different)} files differ, such as\n{listed}")
    return alone(f"files that differ, {what}", [len(different)], unit="", goal=Goal(0))
