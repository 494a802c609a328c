"""A proposal: two states of the data, and what lies between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from policybook.check import Report
from policybook.problem import Problem
from policybook.report.outcome import Outcome
from policybook.source.names import CANONICAL


@dataclass(frozen=True, slots=True)
class State:
    """The data at one time: how that is called, what a check found, and what could not be read."""

    name: str
    report: Report
    unread: Collection[PurePosixPath]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a command would make of files: the texts before and after, and how much it mends."""

    texts: Mapping[PurePosixPath, tuple[str, str]]
    count: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """Problems that a proposal brings, those that are left, and how many are gone.

    How many is not known where data could not be read that may hide them.
    """

    new: tuple[Problem, ...]
    old: tuple[Problem, ...]
    gone: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be reviewed: the data in `root`, in which all files are.

    `base` is the revision that it is for, which may have `moved_on` from where it branched off.
    `outcome` is that of a check of the new state. `fixes`, `layout` and `unrecorded` are what fix,
    format and anchors would write.
    """

    root: Path
    base: str
    moved_on: bool
    old: State
    new: State
    outcome: Outcome
    news: News
    fixes: Suggestion
    layout: Suggestion
    unrecorded: Suggestion


def news(before: Iterable[Problem], after: Iterable[Problem], *, is_whole: bool) -> News:
    """What is new of the problems after; `is_whole` says that all data after could be read."""
    known = Counter(map(identity, before))
    new: list[Problem] = []
    old: list[Problem] = []
    for problem in after:
        key = identity(problem)
        (old if known[key] > 0 else new).append(problem)
        known[key] -= 1
    gone = sum(number for number in known.values() if number > 0)
    return News(tuple(new), tuple(old), gone if is_whole else None)


def identity(problem: Problem) -> tuple[PurePosixPath, str, str]:
    """What makes a problem the same one, wherever it stands in its file.

    What was wrong with one version of a policy is not new in the next.
    """
    file = problem.file
    if CANONICAL.fullmatch(file.name):
        file = file.with_name("v1.json")
    return file, problem.rule, problem.message
