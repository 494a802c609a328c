"""`policybook check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policybook.cache import NO_CACHE, Cache, user_cache
from policybook.choice import Choice, Profile
from policybook.cli import arguments
from policybook.cli.painting import links
from policybook.cli.progress import busy
from policybook.cli.telling import Told, tell, told
from policybook.digest import digest
from policybook.problem import Problem
from policybook.report.check_json import as_json
from policybook.report.outcome import outcome, seen
from policybook.verdict import Case, judge

if TYPE_CHECKING:
    from policybook.check import Report


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
    with NO_CACHE if no_cache else user_cache() as cache:
        if base:
            said = _said_since(base, chosen, choice, form, strict=strict)
        else:
            said = _said(chosen, choice, form, cache, strict=strict)
    tell(said)
    if said.fails:
        raise SystemExit(1)


def reported(path: Path) -> Report:
    """The report on the data in `path`, its problems printed."""
    # What checks takes long to load, and `check` does without it where nothing changed.
    from policybook.check import check

    with busy("Checking") as watch:
        report = check(path, watch=watch)
    tell(told(outcome([(path, report)]), "text", as_json))
    return report


def _said(chosen: Sequence[Path], choice: Choice, form: str, cache: Cache, *, strict: bool) -> Told:
    """What a check says, or said before where nothing changed."""
    with busy("Checking"):
        cases = [Case.of(root, choice, cache=cache) for root in arguments.books(chosen)]
    around = (form, str(strict), str(links()), str(Path.cwd()), *map(str, chosen))
    key = _key(cases, *around)
    if key and (kept := cache.get(key)):
        return Told.read(kept)
    verdicts = []
    for case in cases:
        with busy("Checking") as watch:
            verdicts.append((case.root, judge(case, cache=cache, watch=watch)))
    said = told(outcome(verdicts, chosen), form, as_json, strict=strict)
    if key and all(found.key for _, found in verdicts):
        cache.put(key, said.written())
    return said


def _key(cases: Sequence[Case], *around: str) -> str | None:
    """What tells all that goes into what is said; None where that cannot be told."""
    parts = ["told", *around]
    for case in cases:
        if not case.key:
            return None
        parts += (str(case.root), case.key, case.settings.docs_url)
    return digest(*parts)


def _said_since(
    base: str, chosen: Sequence[Path], choice: Choice, form: str, *, strict: bool
) -> Told:
    """What a check says beside what was published."""
    reports = [(root, _since(base, root, choice)) for root in arguments.books(chosen)]
    touched = _touched(reports, base) if form == "github" else None
    return told(outcome(reports, chosen), form, as_json, touched, strict=strict)


def _since(base: str, root: Path, choice: Choice) -> Report:
    from policybook.check import check
    from policybook.cli.published import published

    with busy("Checking") as watch:
        return check(root, choice, base=published(root, base), watch=watch)


def _touched(reports: Sequence[tuple[Path, Report]], base: str) -> set[Problem]:
    """The problems in what was touched since the base."""
    from policybook.cli.published import touched_since

    found: set[Problem] = set()
    for root, report in reports:
        lines = touched_since(root, base)
        found.update(seen(p, root) for p in report.problems if lines.has(p.file, p.line))
    return found
