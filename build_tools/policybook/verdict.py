"""What a check comes to: from the cache where nothing changed since it was worked out."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

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


def verdict(
    root: Path,
    choice: Choice | None = None,
    *,
    cache: Cache,
    today: date | None = None,
    watch: Watch = iter,
) -> Verdict:
    """What `check` finds in `root`, a folder of services."""
    day = today or date.today()  # noqa: DTZ011 - the editor's
    settings, faults = load(root)
    chosen = settings.choose(choice or Choice())
    key = None if faults else _key(root, chosen, day, cache)
    if key and (kept := cache.get(key)):
        return _read(kept, settings, key)
    # Whoever finds a verdict in the cache need not wait for the rules to load.
    from policybook.check import check

    report = check(root, choice, today=day, watch=watch)
    # What was edited meanwhile may have been checked as it was before, or after.
    if key and key == _key(root, chosen, day, cache):
        cache.put(key, _written(report))
    else:
        key = None
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
