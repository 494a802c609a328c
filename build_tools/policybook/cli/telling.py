"""What came of a check, told in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple, Self

import click

from policybook.cli.painting import painted
from policybook.problem import Problem
from policybook.report.check_text import help_lines, summary
from policybook.report.outcome import Outcome


class Told(NamedTuple):
    """What a check prints on stdout and on stderr, and whether it fails."""

    out: str
    err: str
    fails: bool

    def written(self) -> bytes:
        """All of it, to be kept."""
        parts = ("fails" if self.fails else "", self.err, self.out)
        return "\0".join(parts).encode("utf-8", "surrogatepass")

    @classmethod
    def read(cls, kept: bytes) -> Self:
        """What was written."""
        fails, err, out = kept.decode("utf-8", "surrogatepass").split("\0", 2)
        return cls(out, err, bool(fails))


def told(
    found: Outcome,
    form: str,
    as_json: Callable[[Outcome], str],
    touched: Collection[Problem] | None = None,
    *,
    strict: bool = False,
) -> Told:
    """The problems, and beside them what was checked.

    Annotations of problems that are `touched` come before the others. Warnings fail what is
    `strict`.
    """
    out = "\n".join(_out(found, form, as_json, touched))
    return Told(out, "\n".join(_err(found, form)), found.fails(strict=strict))


def tell(what: Told) -> None:
    """Print it."""
    if what.out:
        click.echo(what.out)
    click.echo(what.err, err=True)


def _out(
    found: Outcome,
    form: str,
    as_json: Callable[[Outcome], str],
    touched: Collection[Problem] | None,
) -> Iterator[str]:
    if form == "json":
        yield as_json(found)
    elif form == "sarif":
        from policybook.report.check_sarif import as_sarif

        yield as_sarif(found)
    elif form == "github":
        from policybook.report.check_github import as_annotations

        yield from as_annotations(found, touched)
    else:
        yield from (painted(p, found.rule_url(p.rule)) for p in found.problems)


def _err(found: Outcome, form: str) -> Iterator[str]:
    yield summary(found)
    if form == "github":
        from policybook.report.check_github import overflow

        if more := overflow(found):
            yield more
    elif form == "text":
        yield from help_lines(found)
