"""What a check came to, whichever way it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from os.path import normpath, pardir, relpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from policybook.problem import Problem, Severity
from policybook.settings import Settings
from policybook.verdict import Verdict

if TYPE_CHECKING:
    from policybook.check import Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """The problems of one or more folders of data, with what was checked.

    Files are named as seen from where the folders were named. `counts` says how many services,
    policies, versions and changes there are.
    """

    problems: tuple[Problem, ...]
    counts: Counter[str]
    settings: Settings

    def rule_url(self, rule: str) -> str:
        """The page of a rule."""
        return self.settings.rule_url(rule)

    @property
    def severities(self) -> Counter[Severity]:
        """How many problems there are of each severity."""
        return Counter(problem.severity for problem in self.problems)

    def fails(self, *, strict: bool = False) -> bool:
        """Whether there is an error or, if `strict`, a warning."""
        found = self.severities
        return bool(found[Severity.ERROR] or (strict and found[Severity.WARNING]))


def outcome(
    reports: Iterable[tuple[Path, Report | Verdict]], paths: Sequence[Path] = ()
) -> Outcome:
    """What the checks of some folders, each with its report, came to.

    Where there are `paths`, only problems in them are told, and those in the settings, which
    hold for all.
    """
    problems: list[Problem] = []
    counts: Counter[str] = Counter()
    settings = Settings()
    for root, report in reports:
        whole = any(_absolute(path) == _absolute(root) for path in paths)
        # Many problems are in few files, and paths take their time.
        told = cache(partial(_told, root, () if whole else paths))
        problems.extend(
            replace(problem, file=file)
            for problem in report.problems
            if (file := told(problem.file))
        )
        counts.update(report.counts)
        settings = report.settings
    return Outcome(tuple(problems), counts, settings)


def _told(root: Path, paths: Sequence[Path], file: PurePosixPath) -> PurePosixPath | None:
    """A file as seen from where `root` was named; None where nothing of it is told."""
    return seen_from(root, file) if is_in(file, root, paths) else None


def seen(problem: Problem, root: Path) -> Problem:
    """A problem with its file as seen from where `root` was named."""
    return replace(problem, file=seen_from(root, problem.file))


def is_in(file: PurePosixPath, root: Path, paths: Sequence[Path]) -> bool:
    """Whether a file is in one of the paths, or is that of settings outside of `root`."""
    if not paths:
        return True
    whole = Path.cwd() / seen_from(root, file)
    inside = any(whole.is_relative_to(_absolute(path)) for path in paths)
    return inside or not whole.is_relative_to(_absolute(root))


def _absolute(path: Path) -> str:
    return normpath(Path.cwd() / path)


def seen_from(root: Path, file: PurePosixPath) -> PurePosixPath:
    """A file in `root` as seen from where that was named."""
    path = normpath(root / file)
    # A path that leads up may come down again to here.
    return PurePosixPath(Path(relpath(path) if path.startswith(pardir) else path).as_posix())
