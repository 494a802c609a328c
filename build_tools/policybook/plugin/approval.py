"""What a build tells of its data, and whether the data is fit to be published."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from policybook.plugin.places import shown

if TYPE_CHECKING:
    from policybook.problem import Problem
    from policybook.site import Site

log = logging.getLogger("mkdocs.plugins.policybook")

_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "hint": logging.DEBUG}


def approve(site: Site, data: Path, known: Collection[Problem], *, strict: bool) -> str:
    """Tell what is wrong with the data, and sum it up; raise if nothing may be built of it.

    What is `known` and may stay as it is is not told again: at each edit it would hide the rest.
    """
    from policybook.report.check_text import help_lines, summary
    from policybook.report.outcome import Outcome, outcome

    verdict = site.verdict
    failing = ("error", "warning") if strict else ("error",)
    new = {*_added(verdict.problems, known)}
    untold = [p for p in verdict.problems if p.severity in failing or (new and p in new)]
    if untold:
        told = outcome([(shown(data), replace(verdict, problems=tuple(untold)))])
        for problem in told.problems:
            log.log(_LEVELS[problem.severity], problem)
        for line in help_lines(told):
            log.info(line)
    found = Outcome(verdict.problems, verdict.counts, verdict.settings)
    if found.fails(strict=strict):
        raise PluginError(f"{summary(found)}; nothing was built")
    return summary(found)


def _added(problems: Collection[Problem], known: Collection[Problem]) -> Iterator[Problem]:
    """The problems that equal none of those that are known.

    Nearly all are the very same objects, among which nothing has to be compared.
    """
    before, now = {*map(id, known)}, {*map(id, problems)}
    gone = {problem for problem in known if id(problem) not in now}
    return (p for p in problems if id(p) not in before and p not in gone)
