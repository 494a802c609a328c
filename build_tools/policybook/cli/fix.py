"""`policybook fix`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from policybook.cli import arguments
from policybook.cli.progress import busy
from policybook.cli.published import published
from policybook.cli.writing import difference, write
from policybook.fixing import Fixes
from policybook.fixing import fix as run
from policybook.problem import Problem
from policybook.report.annotation import uncommanding
from policybook.report.check_text import summary
from policybook.report.hunks_github import as_annotations
from policybook.report.outcome import is_in, outcome, seen


@click.command()
@arguments.paths
@arguments.rule_ids("Mend only what this rule finds")
@arguments.base(
    "A git revision. Versions that it had when HEAD branched off from it are published and stay as "
    "they are [default: HEAD, in a git repository]."
)
@click.option("--diff", "shows", is_flag=True, help="Show what would change, and write nothing.")
@arguments.form(
    "text", "github", help="github is what --diff shows as annotations of a pull request."
)
def fix(
    paths: Sequence[Path], rule_ids: Sequence[str], base: str | None, shows: bool, form: str
) -> None:
    """Mend what is safe to mend in PATH.

    PATH is the folder of services [default: policies], or a file or folder inside it. A fix
    changes nothing that the data means, and none is kept that would bring another problem.
    Documents that are published are left as they are: a change to one is a new version.

    \b
    Examples:
      policybook fix --diff
      policybook fix --diff --format github --base origin/main
      policybook fix policies/acme-storage
      policybook fix --rule action-repeated
    """
    if form == "github" and not shows:
        raise click.UsageError("`--format github` shows what would be mended: add --diff")
    chosen = arguments.given(paths)
    reports = []
    mended = 0
    for root in arguments.books(chosen):
        with busy("Mending"):
            fixes = run(
                root,
                base=published(root, base),
                wanted=partial(_is_wanted, root=root, paths=chosen, rules=rule_ids),
            )
        reports.append((root, fixes.report))
        for file, text in sorted(fixes.texts.items()):
            path = root / file
            if shows:
                _show(path.as_posix(), fixes.before[file], text, form)
            else:
                write(path, text)
        _tell(root, fixes, uncommanding if form == "github" else str, shows=shows)
        mended += len(fixes.mended)
    left = outcome(reports, chosen)
    click.echo(summary(left, f"{mended:,} {'would be ' if shows else ''}mended"), err=True)
    if left.problems:
        click.echo("policybook check tells what is left", err=True)
    if left.fails():
        raise SystemExit(1)


def _is_wanted(problem: Problem, root: Path, paths: Sequence[Path], rules: Sequence[str]) -> bool:
    return is_in(problem.file, root, paths) and (not rules or problem.rule in rules)


def _show(shown: str, before: str, after: str, form: str) -> None:
    if form == "github":
        for line in as_annotations("notice", "Suggested fix", shown, before, after):
            click.echo(line)
    else:
        click.echo("".join(difference(shown, before, after)), nl=False)


def _tell(root: Path, fixes: Fixes, form: Callable[[str], str], *, shows: bool) -> None:
    """What was mended, and what was not and why; beside the difference, if that is shown."""
    for problem in sorted(fixes.mended):
        what = f"{'would mend' if shows else 'mended'} {problem.rule} {problem.message}"
        click.echo(form(f"{_place(problem, root)}: {what}"), err=shows)
    for problems, reason in (
        (fixes.settled, "the version is published: a change to it is a new version"),
        (fixes.refused, "mending it would bring another problem"),
    ):
        rules: dict[str, list[Problem]] = defaultdict(list)
        for problem in problems:
            rules[problem.rule].append(problem)
        for rule, left in rules.items():
            more = f", and {len(left) - 1:,} more" if len(left) > 1 else ""
            told = f"{_place(left[0], root)}: {rule} is left{more}, since {reason}"
            click.echo(form(told), err=True)


def _place(problem: Problem, root: Path) -> str:
    told = seen(problem, root)
    return f"{told.file}:{told.line}:{told.column}"
