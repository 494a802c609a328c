"""`policybook check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policybook.cache import NO_CACHE, user_cache
from policybook.choice import Choice, Profile
from policybook.cli import arguments
from policybook.cli.progress import busy
from policybook.cli.telling import tell
from policybook.problem import Problem
from policybook.report.check_json import as_json
from policybook.report.outcome import outcome, seen
from policybook.verdict import Verdict, verdict

if TYPE_CHECKING:
    from policybook.check import Report
    from policybook.lint import Watch


@click.command()
@arguments.paths
@arguments.form(
    "text",
    "json",
    "github",
    "sarif",
    help="github is for annotations of a pull request, sarif for code scanning, json for programs.",
)
@click.option(
    "--profile",
    type=click.Choice([profile.value for profile in Profile]),
    help="Judge every policy as one of this kind; else each is judged by its type.",
)
@arguments.rule_ids("Run only this rule")
@arguments.base(
    "A git revision, such as origin/main. Versions that it had when HEAD branched off from it are "
    "published: they may not change."
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@arguments.no_cache
def check(
    paths: Sequence[Path],
    form: str,
    profile: str | None,
    rule_ids: Sequence[str],
    base: str | None,
    strict: bool,
    no_cache: bool,
) -> None:
    """Check the data in PATH.

    PATH is the folder of services [default: policies], or a file or folder inside it; then all
    of the data is read, but only the problems in PATH are told. Each problem is one line:
    file:line:column: severity rule-id message. As annotations beside --base, those on lines that
    were changed come first, since GitHub shows only the first ten of each kind.

    \b
    Examples:
      policybook check
      policybook check policies/acme-storage --strict
      policybook check --base origin/main --format github
      policybook check --rule sid-not-unique --rule action-unknown
    """
    choice = Choice(profile=Profile(profile) if profile else None, only=frozenset(rule_ids) or None)
    chosen = arguments.given(paths)
    reports: list[tuple[Path, Report | Verdict]] = []
    with NO_CACHE if no_cache else user_cache() as cache:
        for root in arguments.books(chosen):
            with busy("Checking") as watch:
                if base:
                    reports.append((root, _since(base, root, choice, watch)))
                else:
                    reports.append((root, verdict(root, choice, cache=cache, watch=watch)))
    found = outcome(reports, chosen)
    touched = _touched(reports, base) if base and form == "github" else None
    tell(found, form, as_json, touched)
    if found.fails(strict=strict):
        raise SystemExit(1)


def reported(path: Path) -> Report:
    """The report on the data in `path`, its problems printed."""
    # What checks takes long to load, and `check` does without it where nothing changed.
    from policybook.check import check

    with busy("Checking") as watch:
        report = check(path, watch=watch)
    tell(outcome([(path, report)]), "text", as_json)
    return report


def _since(base: str, root: Path, choice: Choice, watch: Watch) -> Report:
    from policybook.check import check
    from policybook.cli.published import published

    return check(root, choice, base=published(root, base), watch=watch)


def _touched(reports: Sequence[tuple[Path, Report | Verdict]], base: str) -> set[Problem]:
    """The problems in what was touched since the base."""
    from policybook.cli.published import touched_since

    found: set[Problem] = set()
    for root, report in reports:
        lines = touched_since(root, base)
        found.update(seen(p, root) for p in report.problems if lines.has(p.file, p.line))
    return found
