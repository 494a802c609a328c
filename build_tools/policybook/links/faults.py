"""Faults: findings as problems, each with the places at which it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from policybook.links.files import PAGES
from policybook.links.finding import Finding, LinkReport
from policybook.links.kinds import KINDS
from policybook.links.places import references
from policybook.links.quoting import quoted
from policybook.links.reference import Reference, Role
from policybook.problem import Problem
from policybook.words import counted

_NAMED = 3
"""How many places of a finding its message names, the one of the problem with them."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A finding as a problem at the first place of it; `references` has that and others."""

    problem: Problem
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """How messages call files: one of the site, and one that is edited at an address."""

    seen: Callable[[PurePosixPath], PurePosixPath] = lambda file: file
    source: Callable[[str], str | None] = lambda _: None


_OWN = Names()


def faults(report: LinkReport, *, every: bool = False, names: Names = _OWN) -> tuple[Fault, ...]:
    """What was found, sorted: with the first places of each finding, or with `every` one."""
    most = None if every else _NAMED
    found = references(
        report.root, (one for finding in report.findings for one in finding.standings[:most])
    )
    return tuple(
        sorted(
            (
                _fault(
                    finding,
                    [place for one in finding.standings[:most] for place in found[one]],
                    names,
                )
                for finding in report.findings
            ),
            key=lambda fault: fault.problem,
        )
    )


def _fault(finding: Finding, places: Sequence[Reference], names: Names) -> Fault:
    first = places[0]
    end = f"{_elsewhere(finding, places, names)}{_origin(finding, first, names)}"
    message = f"{_subject(first)}{finding.message}{end}"
    severity = KINDS[finding.rule].severity
    problem = Problem(first.file, first.line, first.column, finding.rule, message, severity)
    return Fault(problem, tuple(places))


def _subject(place: Reference) -> str:
    """What a message is about: "the link `TEXT` to `TARGET` "."""
    use = place.use
    if use is None or use.slot.role is Role.ANCHOR:
        return ""
    text = f" {quoted(place.text)}" if place.text else ""
    leads = text or use.slot.role in (Role.FORM, Role.REDIRECT)
    to = " to" if leads and use.target else ""
    target = f"{to} {quoted(use.target)}" if use.target.strip() else ""
    return f"the {use.slot.noun}{text}{target} "


def _elsewhere(finding: Finding, places: Sequence[Reference], names: Names) -> str:
    """The other places of a finding: the first of them, and in how many files there are more."""
    named = {place.file for place in places[:_NAMED]}
    files = {str(standing.file) for standing in finding.standings}
    more = len(files) - len(named)
    others = [quoted(f"{names.seen(place.file)}:{place.line}") for place in places[1:_NAMED]]
    at = f" at {', '.join(others)}" if others else ""
    if all(file.lower().endswith(PAGES) for file in files):
        on = f" on {counted(more, 'more page', 'more pages')}"
    else:
        on = f" in {counted(more, 'more file', 'more files')}"
    is_cut = max(len(places), len(finding.standings)) > _NAMED
    if not more and is_cut:
        on = " further down"
    end = f"{at}{' and' if at else ''}{on}" if more or is_cut else at
    return f"; also{end}" if end else ""


def _origin(finding: Finding, place: Reference, names: Names) -> str:
    """What the page is made from; what stands on several pages may well come from elsewhere."""
    if not place.source or len({standing.file for standing in finding.standings}) > 1:
        return ""
    source = names.source(place.source)
    return f"; the page is made from {quoted(source)}" if source else ""
