"""What a check of links came to, and its JSON in the form that links.schema.json describes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from policybook.links.faults import Fault
from policybook.links.finding import LinkReport
from policybook.links.quoting import discreet
from policybook.links.reference import Reference
from policybook.problem import Problem
from policybook.report.check_json import counts, described
from policybook.report.json_text import json_text
from policybook.report.outcome import Outcome, seen, seen_from
from policybook.settings import Settings

FORMAT = "policybook-links/1"


def link_outcome(
    report: LinkReport, faults: Iterable[Fault], others: Iterable[Problem], settings: Settings
) -> Outcome:
    """What was found in a site, and in the files that say how to look at it."""
    found = [*(fault.problem for fault in faults), *others]
    return Outcome(
        problems=tuple(sorted(seen(problem, report.root) for problem in found)),
        counts=Counter(pages=report.pages, links=report.links),
        settings=settings,
    )


def as_json(outcome: Outcome, faults: Iterable[Fault], root: Path) -> str:
    """One object: how much was checked, and every problem with each of its places."""
    places = {seen(fault.problem, root): fault.references for fault in faults}
    value = {
        "format": FORMAT,
        "counts": counts(outcome),
        "problems": [
            {**described(problem, outcome), "places": _places(places.get(problem, ()), root)}
            for problem in outcome.problems
        ],
    }
    return json_text(value)


def _places(references: Sequence[Reference], root: Path) -> list[dict[str, object]]:
    return [
        {
            "file": str(seen_from(root, place.file)),
            "line": place.line,
            "column": place.column,
            "target": discreet(place.use.target) if place.use else "",
            "text": discreet(place.text),
        }
        for place in references
    ]
