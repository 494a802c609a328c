"""The rules as text and JSON, for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from policybook.choice import Profile
from policybook.guide import Example, Guide, Subject
from policybook.problem import Severity
from policybook.report.json_text import json_text

FORMAT = "policybook-rules/1"

RuleUrl = Callable[[str], str]


def overview(guides: Iterable[Guide]) -> Iterator[tuple[str, str, str, str]]:
    """A row for each rule, below a head: its id, both severities and what is right."""
    yield "RULE", "CUSTOMER", "AWS-MANAGED", "WHAT IS RIGHT"
    for guide in guides:
        customer, aws = (_severity(guide.severities[p]) for p in _PROFILES)
        yield guide.id, customer, aws, guide.title


def explanation(guide: Guide, url: str) -> Iterator[str]:
    """All there is to say of a rule, line by line."""
    title, _, rest = guide.documentation.partition("\n")
    yield f"{guide.id}: {title}"
    yield from rest.splitlines()
    yield ""
    for profile in _PROFILES:
        yield f"Severity for {profile}: {_severity(guide.severities[profile])}"
    if guide.alias:
        yield f"IAM Access Analyzer: {guide.alias}"
    if guide.fixable:
        yield "Fix: policybook fix mends what is safe to mend"
    if guide.is_optional:
        yield f"Exempt in the data: exempt: {{{guide.id}: WHY}}"
        yield f'For all data: {guide.id} = "off" under [tool.policybook.rules] in pyproject.toml'
    if guide.subject is Subject.LINKS:
        where = "under [tool.policybook.links] in pyproject.toml, or --ignore '/api/*'"
        yield f'Leave an address alone: ignore = ["/api/*"] {where}'
    yield f"Page: {url}"
    if guide.bad and guide.good:
        yield from _example("Wrong", guide.bad)
        yield from _example("Right", guide.good)


def as_json(guides: Iterable[Guide], rule_url: RuleUrl) -> str:
    """The rules in the form that rules.schema.json describes."""
    rules: list[dict[str, Any]] = [
        {
            "id": guide.id,
            "title": guide.title,
            "documentation": guide.documentation,
            "severities": {p: _severity(guide.severities[p]) for p in _PROFILES},
            "access_analyzer": guide.alias,
            "fixable": guide.fixable,
            "optional": guide.is_optional,
            "url": rule_url(guide.id),
        }
        for guide in guides
    ]
    return json_text({"format": FORMAT, "rules": rules})


_PROFILES = (Profile.CUSTOMER, Profile.AWS_MANAGED)


def _severity(severity: Severity | None) -> str:
    return severity or "off"


def _example(title: str, example: Example) -> Iterator[str]:
    for name, text in example.files.items():
        if text is None:
            continue
        yield ""
        yield f"{title}, {name}:"
        found = {place for place in example.places if place.startswith(f"{name}:")}
        lines = {int(place.split(":")[-2]) for place in found}
        for number, line in enumerate(text.splitlines(), 1):
            yield f"  {'>' if number in lines else ' '} {line}".rstrip()
