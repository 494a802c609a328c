"""One file edited while `mkdocs serve` runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from benchmarks.edits import Edit, edits
from benchmarks.measuring import JobFailedError, cpu, run
from benchmarks.profiles import Profile, add_up
from benchmarks.projects import Bench, Project, copy, own
from benchmarks.results import Goal, Row, alone, compare
from benchmarks.serving import Preview, preview, save


def rows(bench: Bench) -> Iterator[Row | Profile]:
    """The work from a saved file to all that shows it, beside a full build."""
    project = copy(own(bench), "edited")
    kinds = edits(project.policies)
    shows = {edit: _shows(project, edit) for edit in kinds}
    full = []
    work: dict[Edit, list[float]] = {edit: [] for edit in kinds}
    with preview(project) as shown:
        for number in range(bench.pairs):
            for edit in kinds:
                work[edit].append(_work(shown, edit, shows[edit], f"Word{number}"))
            full += cpu([run(project.build("full build"))])
    for edit, found in zip(kinds, _profiles(project, shows, bench.pairs), strict=True):
        what = f"preview, {edit.what} edited"
        milliseconds = [1000 * seconds for seconds in work[edit]]
        goal, share = Goal(150, why=found.spent), Goal(0.03, why=found.spent)
        yield alone(f"{what}, work", milliseconds, unit="ms", goal=goal)
        yield compare(f"{what}, CPU", work[edit], full, against="a full build", goal=share)
        yield found


def _profiles(project: Project, shows: Mapping[Edit, list[str]], count: int) -> Iterator[Profile]:
    """Where the time of each edit goes, in a preview of its own."""
    with preview(project, profiled=True) as shown:
        for edit, paths in shows.items():
            shown.samples()
            for number in range(count):
                _work(shown, edit, paths, f"Word{number}")
            # Each was undone, which is an edit as well.
            found = add_up(f"{edit.what} edited", shown.samples(), runs=2 * count)
            # Its peak is that of the build that it began with.
            yield replace(found, memory={})


def _shows(project: Project, edit: Edit) -> list[str]:
    """Every file of the site that shows an edit, as a full build has it."""
    word = "Nowhere"
    save(edit.file, edit.put(word))
    run(project.build("full build"))
    save(edit.file, edit.text)
    shows = [
        path.relative_to(project.site).as_posix()
        for path in sorted(project.site.rglob("*"))
        if path.is_file() and word.encode() in path.read_bytes()
    ]
    if not shows:
        raise JobFailedError(f"no file of the site shows the {edit.what}")
    return shows


def _work(shown: Preview, edit: Edit, paths: list[str], word: str) -> float:
    seconds = shown.work(edit.file, edit.put(word), paths, word)
    shown.work(edit.file, edit.text, (), "")
    return seconds
