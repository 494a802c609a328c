"""The one check, for the command line, the plugin and tests: read, validate, assemble, lint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policybook import rules as all_rules
from policybook.assemble import assemble
from policybook.lint import EXEMPTIONS, lint
from policybook.model import Catalogue
from policybook.problem import Problem, Severity
from policybook.rule import Rule
from policybook.schemas import MISMATCHES
from policybook.source.flaw import FLAWS
from policybook.source.tree import walk


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the catalogue that could be read, and every problem, sorted."""

    catalogue: Catalogue
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        """Whether there is an error, so that nothing may be published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def check(root: Path, rules: Iterable[Rule[Any]] = all_rules.ALL) -> Report:
    """Check the data in `root`, a folder of services. Faults in it are problems, never raised."""
    tree, unread = walk(root)
    catalogue, misfits = assemble(tree)
    found = lint(catalogue, rules, is_whole=not unread and not misfits)
    return Report(catalogue, tuple(sorted({*unread, *misfits, *found})))


def rule_ids() -> Mapping[str, str]:
    """Every id that a problem can have, with the sentence that says what is right, sorted."""
    linted = {rule.id: rule.title for rule in all_rules.ALL}
    return dict(sorted({**FLAWS, **MISMATCHES, **EXEMPTIONS, **linted}.items()))
