"""The one check, for the command line, the plugin and tests: read, validate, assemble, lint."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from policybook import rules
from policybook.assemble import Assembler, assemble
from policybook.choice import Choice
from policybook.lint import Linter, Watch
from policybook.model import Catalogue
from policybook.problem import Place, Problem, Severity, in_order
from policybook.settings import Settings, load
from policybook.source.source import Whole
from policybook.source.tree import Texts, Walks, walk


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
    with _uncollected():
        settings, faults = load(root)
        report = judge(read(root, texts), settings, choice, base=base, today=today, watch=watch)
        return replace(report, problems=in_order((*faults, *report.problems)))


class Checker:
    """Checks the data in a folder again and again, as `check` does once.

    Only what may have changed is read and looked at anew. All that is the same, from sources to
    services, is the same object in every report.
    """

    def __init__(
        self, root: Path, choice: Choice | None = None, *, base: Catalogue | None = None
    ) -> None:
        """What is asked for is as for `check`."""
        self._root = root
        self._choice = choice or Choice()
        self._base = base
        self._walks = Walks(root)
        self._assembler = Assembler()
        self._settings: Settings | None = None

    def check(
        self,
        touched: Container[str] | None = None,
        *,
        today: date | None = None,
        watch: Watch = iter,
    ) -> Report:
        """The report on the data as it is now.

        `touched` are the names of services of which something may have changed since the last
        check; without them it may be any.
        """
        with _uncollected():
            settings, faults = load(self._root)
            if settings != self._settings:
                self._settings = settings
                self._linter = Linter(rules.ALL, settings.choose(self._choice), self._base)
            tree, unread = self._walks.walk(touched)
            catalogue, misfits = self._assembler.assemble(tree)
            known = in_order((*unread, *misfits))
            found = self._linter.lint(catalogue, today or _today(), is_whole=not known, watch=watch)
            return Report(catalogue, in_order((*faults, *known, *found)), settings)


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
    problems = Linter(rules.ALL, settings.choose(choice or Choice()), base).lint(
        found.catalogue, today or _today(), is_whole=not found.problems, watch=watch
    )
    return Report(found.catalogue, in_order((*found.problems, *problems)), settings)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the editor's


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would go through all of a catalogue while it grows.

    Nothing in it refers to what it is part of, so that there is no garbage to be collected.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
