"""What a check comes to: from the cache where nothing changed since it was worked out."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Self

from policybook.cache import Cache, maker
from policybook.choice import Choice
from policybook.digest import digest
from policybook.problem import Problem, Severity
from policybook.settings import Settings, load
from policybook.source.stamp import stamp

if TYPE_CHECKING:
    from policybook.check import Report
    from policybook.lint import Watch


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a report says, and the report itself unless this was kept from before.

    Kept problems tell whether they can be mended, but not how. `key` stands for all that the
    check went by, None where that cannot be told.
    """

    problems: tuple[Problem, ...]
    counts: Counter[str]
    settings: Settings
    report: Report | None = None
    key: str | None = None

    @property
    def failed(self) -> bool:
        """Whether there is an error, so that nothing may be published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Case:
    """A folder of services, and all else that a check of it goes by.

    `key` stands for everything, None where that cannot be told or nothing is kept.
    """

    root: Path
    choice: Choice
    today: date
    settings: Settings
    key: str | None

    @classmethod
    def of(
        cls, root: Path, choice: Choice | None = None, *, cache: Cache, today: date | None = None
    ) -> Self:
        """The case of the data in `root` as it is now."""
        day = today or date.today()  # noqa: DTZ011 - the editor's
        settings, faults = load(root)
        chosen = choice or Choice()
        key = None
        if cache.keeps and not faults:
            key = _key(root, settings.choose(chosen), day, cache)
        return cls(root, chosen, day, settings, key)

    def is_unchanged(self, cache: Cache) -> bool:
        """Whether everything is as it was."""
        if self.key is None:
            return False
        return self.key == self.of(self.root, self.choice, cache=cache, today=self.today).key


def verdict(
    root: Path,
    choice: Choice | None = None,
    *,
    cache: Cache,
    today: date | None = None,
    watch: Watch = iter,
) -> Verdict:
    """What `check` finds in `root`, a folder of services."""
    return judge(Case.of(root, choice, cache=cache, today=today), cache=cache, watch=watch)


def judge(case: Case, *, cache: Cache, watch: Watch = iter) -> Verdict:
    """What `check` finds in a case."""
    if case.key and (kept := cache.get(case.key)):
        return _read(kept, case.settings, case.key)
    # Whoever finds a verdict in the cache need not wait for the rules to load.
    from policybook.check import check

    report = check(case.root, case.choice, today=case.today, watch=watch)
    # What was edited meanwhile may have been checked as it was before, or after.
    key = case.key if case.is_unchanged(cache) else None
    if key:
        cache.put(key, _written(report))
    return Verdict(report.problems, report.counts, report.settings, report, key)


def _key(root: Path, choice: Choice, today: date, cache: Cache) -> str | None:
    """What tells all that a check goes by from anything else; None where that cannot be told."""
    data = stamp(root, cache)
    if data is None:
        return None
    severities = [f"{rule} {severity}" for rule, severity in sorted(choice.severities.items())]
    only = "all" if choice.only is None else " ".join(sorted(choice.only))
    return digest(
        "verdict", maker(), data, today.isoformat(), str(choice.profile), only, *severities
    )


def _written(report: Report) -> bytes:
    problems = [
        (str(p.file), p.line, p.column, p.rule, p.message, p.severity, p.fixable)
        for p in report.problems
    ]
    return json.dumps({"counts": report.counts, "problems": problems}).encode()


def _read(kept: bytes, settings: Settings, key: str) -> Verdict:
    value = json.loads(kept)
    path = cache(PurePosixPath)
    problems = tuple(
        Problem(path(file), line, column, rule, message, Severity(severity), fixable=fixable)
        for file, line, column, rule, message, severity, fixable in value["problems"]
    )
    return Verdict(problems, Counter(value["counts"]), settings, key=key)
