"""The one check, for the command line, the plugin and tests: read, validate, assemble, lint."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from policybook import rules
from policybook.assemble import assemble
from policybook.lint import Choice, Linter, Watch
from policybook.model import Catalogue
from policybook.problem import Place, Problem, Severity, in_order
from policybook.settings import Settings, load
from policybook.source.source import Whole
from policybook.source.tree import Texts, walk


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the catalogue that could be read, and every problem, sorted."""

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    settings: Settings = field(default_factory=Settings)

    @property
    def failed(self) -> bool:
        """Whether there is an error, so that nothing may be published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def counts(self) -> Counter[str]:
        """How many services, policies, versions and changes were checked."""
        policies = self.catalogue.policies.values()
        return Counter(
            services=len(self.catalogue.services),
            policies=len(policies),
            versions=sum(len(policy.versions) for policy in policies),
            changes=sum(len(service.changes) for service in self.catalogue.services),
        )


NOTHING = Report(Catalogue(Place(Whole(PurePosixPath())), (), {}), ())
"""The report on data that is not there."""


def read(root: Path, texts: Texts = MappingProxyType({})) -> Report:
    """Read the data in `root`, a folder of services, without a look at what it says.

    `texts` take the place of what files hold.
    """
    tree, unread = walk(root, texts)
    catalogue, misfits = assemble(tree)
    return Report(catalogue, in_order((*unread, *misfits)))


def check(
    root: Path,
    choice: Choice | None = None,
    *,
    base: Catalogue | None = None,
    today: date | None = None,
    texts: Texts = MappingProxyType({}),
    watch: Watch = iter,
) -> Report:
    """Check the data in `root`, a folder of services. Faults in it are problems, never raised.

    What `choice` leaves open is as the settings of the project say. `base` is an older state of
    the data to compare with; `today` is the day on which dates are in the past; `texts` take the
    place of what files hold; `watch` gets what the rules look at, to show how far they have come.
    """
    return Checker(root, choice, base=base).check(today=today, texts=texts, watch=watch)


class Checker:
    """Checks the data in a folder again and again, as `check` does once.

    Elements of the catalogue that did not change in between are the same objects.
    """

    def __init__(
        self, root: Path, choice: Choice | None = None, *, base: Catalogue | None = None
    ) -> None:
        self._root = root
        self._choice = choice
        self._base = base

    def check(
        self,
        *,
        today: date | None = None,
        texts: Texts = MappingProxyType({}),
        watch: Watch = iter,
    ) -> Report:
        """The report on the data as it is now."""
        settings, faults = load(self._root)
        found = read(self._root, texts)
        report = judge(found, settings, self._choice, base=self._base, today=today, watch=watch)
        return replace(report, problems=in_order((*faults, *report.problems)))


def judge(
    found: Report,
    settings: Settings,
    choice: Choice | None = None,
    *,
    base: Catalogue | None = None,
    today: date | None = None,
    watch: Watch = iter,
) -> Report:
    """What the rules say of data that was read, beside what was wrong with reading it."""
    linter = Linter(rules.ALL, settings.choose(choice or Choice()), base)
    day = today or date.today()  # noqa: DTZ011 - the editor's
    problems = linter.lint(found.catalogue, day, is_whole=not found.problems, watch=watch)
    return Report(found.catalogue, in_order((*found.problems, *problems)), settings)
