"""Apply the safe fixes of rules, in memory, so that nothing gets worse."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from policybook.check import Report, check
from policybook.choice import Choice
from policybook.model import Catalogue, Policy, Version
from policybook.problem import REMOVE, Edit, Pointer, Problem
from policybook.source.edits import edited
from policybook.source.source import Source
from policybook.source.tree import Texts

_Key = tuple[PurePosixPath, str, str]


@dataclass(frozen=True, slots=True)
class Fixes:
    """What fixes come to: new texts by file, what they mended, and the report on the result.

    `before` is what the files of the new texts held. Places of what is mended are those before any fix, where a fix did not bring it to light.
    `settled` are problems with a fix whose documents are published, `refused` those whose fix
    would bring another problem; neither is touched.
    """

    texts: Mapping[PurePosixPath, str]
    before: Mapping[PurePosixPath, str]
    mended: tuple[Problem, ...]
    settled: tuple[Problem, ...]
    refused: tuple[Problem, ...]
    report: Report


Check = Callable[[Texts], Report]
"""What checks the data once more, with texts in the place of what files hold."""


def fix(
    root: Path,
    choice: Choice | None = None,
    *,
    base: Catalogue | None = None,
    wanted: Callable[[Problem], bool] = lambda _: True,
) -> Fixes:
    """Mend what is `wanted` of the data in `root`, a folder of services; writes nothing.

    A document that `base` has is published: it is not edited.
    """

    def again(texts: Texts) -> Report:
        return check(root, choice, base=base, texts=texts)

    return mend(again({}), again, base=base, wanted=wanted)


def mend(
    report: Report,
    again: Check,
    *,
    base: Catalogue | None,
    wanted: Callable[[Problem], bool],
    tries: int = sys.maxsize,
) -> Fixes:
    """Mend what is `wanted` of what a check found; `again` is the same check.

    Fixes are taken together as long as that adds no problem, else one by one; nothing is left
    that a second run would mend, unless there are too few `tries`, each of which takes a check.
    """
    texts: dict[PurePosixPath, str] = {}
    before: dict[PurePosixPath, str] = {}
    mended: list[Problem] = []
    refused: dict[_Key, Problem] = {}
    told = {_key(problem): problem for problem in reversed(report.problems)}
    limit: int | None = None
    has_mended = False
    while True:
        fixable = [problem for problem in report.problems if problem.edits and wanted(problem)]
        published = _published(report.catalogue, base)
        settled = [problem for problem in fixable if _origins(problem) & published]
        tried = {*map(_key, settled), *refused}
        batch = _apart(problem for problem in fixable if _key(problem) not in tried)[:limit]
        if not batch and refused and has_mended:
            # What was mended since may be what the refused ones waited for.
            refused, has_mended = {}, False
            continue
        if not batch or not tries:
            return Fixes(
                texts,
                {path: before[path] for path in texts},
                tuple(mended),
                tuple(settled),
                tuple(refused.values()),
                report,
            )
        sources = _sources(batch)
        before = {path: source.text for path, source in sources.items()} | before
        attempt = texts | _applied(batch, sources)
        after = again(attempt)
        tries -= 1
        if _is_better(after, report):
            texts, report, limit, has_mended = attempt, after, None, True
            mended += (told.get(_key(problem), problem) for problem in batch)
        elif len(batch) == 1:
            refused[_key(batch[0])] = batch[0]
            limit = None
        else:
            limit = len(batch) // 2


def _is_better(after: Report, before: Report) -> bool:
    """Whether problems went, and none came to any file."""
    now, then = (
        Counter((problem.file, problem.rule) for problem in report.problems)
        for report in (after, before)
    )
    return not now - then and bool(then - now)


def _published(catalogue: Catalogue, base: Catalogue | None) -> set[int]:
    """The documents that are published, by identity."""
    return {
        id(version.document.at.origin)
        for policy in catalogue.policies.values()
        for version in policy.versions
        if _has(base, policy, version)
    }


def _has(base: Catalogue | None, policy: Policy, version: Version) -> bool:
    before = base.policies.get(policy.name) if base else None
    return before is not None and before.version(version.number) is not None


def _origins(problem: Problem) -> set[int]:
    return {id(edit.place.origin) for edit in problem.edits}


def _apart(problems: Iterable[Problem]) -> list[Problem]:
    """Of problems whose edits would meet, the first; the others are left for the next round.

    Edits meet where one is of a value that is part of the other's. Two rules that take items
    from one list meet too: each may count on the item that the other takes.
    """
    taken: dict[tuple[PurePosixPath, Pointer], str] = {}
    around: set[tuple[PurePosixPath, Pointer]] = set()
    chosen = []
    for problem in problems:
        touched = [(edit.place.origin.path, _reach(edit)) for edit in problem.edits]
        outer = [(file, pointer[:n]) for file, pointer in touched for n in range(len(pointer))]
        if not (
            any(taken.get(value, problem.rule) != problem.rule for value in touched)
            or any(value in around for value in touched)
            or any(value in taken for value in outer)
        ):
            chosen.append(problem)
            taken |= dict.fromkeys(touched, problem.rule)
            around.update(outer)
    return chosen


def _reach(edit: Edit) -> Pointer:
    """The value that an edit changes: that of the list or mapping where something is removed."""
    return edit.place.pointer[:-1] if edit.value is REMOVE else edit.place.pointer


def _sources(problems: Iterable[Problem]) -> dict[PurePosixPath, Source]:
    """The files that the fixes of the problems edit."""
    origins = {edit.place.origin for problem in problems for edit in problem.edits}
    for origin in origins:
        if not isinstance(origin, Source):
            raise TypeError(f"{origin.path}: only values in files can be edited")
    return {origin.path: origin for origin in origins if isinstance(origin, Source)}


def _applied(
    problems: Iterable[Problem], sources: Mapping[PurePosixPath, Source]
) -> dict[PurePosixPath, str]:
    """The texts of the files that the fixes of the problems edit."""
    edits: dict[PurePosixPath, list[tuple[Pointer, object]]] = {path: [] for path in sources}
    for problem in problems:
        for edit in problem.edits:
            edits[edit.place.origin.path].append((edit.place.pointer, edit.value))
    return {path: edited(path, sources[path].text, found) for path, found in edits.items()}


def _key(problem: Problem) -> _Key:
    return problem.file, problem.rule, problem.message
