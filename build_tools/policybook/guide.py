"""What each rule id means, for the command, the pages and the reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from policybook import links, rules
from policybook.choice import Profile
from policybook.iam.conditions import Comparison
from policybook.links.kinds import KINDS
from policybook.lint import EXEMPTIONS
from policybook.model import (
    Catalogue,
    Change,
    Document,
    Policy,
    Prose,
    Service,
    Statement,
    Update,
)
from policybook.problem import Severity
from policybook.rule import Rule
from policybook.schemas import MISMATCHES
from policybook.source import yamltext
from policybook.source.flaw import FLAWS


class Subject(StrEnum):
    """What a rule is about, as readers think of it."""

    DOCUMENT = "Documents"
    POLICY = "Policies and their words"
    HISTORY = "Update history"
    SERVICE = "Services"
    ADDRESS = "Addresses and aliases"
    FORM = "The form of the data"
    LINKS = "Links of the built site"


_SUBJECTS: Mapping[type, Subject] = {
    Document: Subject.DOCUMENT,
    Statement: Subject.DOCUMENT,
    Comparison: Subject.DOCUMENT,
    Policy: Subject.POLICY,
    Prose: Subject.POLICY,
    Change: Subject.HISTORY,
    Update: Subject.HISTORY,
    Service: Subject.SERVICE,
    Catalogue: Subject.ADDRESS,
}
_FIXED = MappingProxyType(dict.fromkeys(Profile, Severity.ERROR))


@dataclass(frozen=True, slots=True)
class Example:
    """Data or a site in which a rule finds nothing, or something at each of the places.

    Files are named from the folder of services or the root of the site, None is one that is not
    there; `base` are those of the state before.
    """

    files: Mapping[str, str | None]
    places: tuple[str, ...] = ()
    base: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guide:
    """What a rule id means. `documentation` is Markdown; its first paragraph is the title."""

    id: str
    title: str
    documentation: str
    severities: Mapping[Profile, Severity | None]
    subject: Subject = Subject.FORM
    alias: str | None = None
    fixable: bool = False
    bad: Example | None = None
    good: Example | None = None

    @property
    def is_optional(self) -> bool:
        """Whether data can be exempted from it and its severity changed.

        What keeps data from being read or understood at all cannot be left out, and what is wrong
        with a site that was built is not in the data.
        """
        return self.subject not in (Subject.FORM, Subject.LINKS)


@cache
def guides() -> Mapping[str, Guide]:
    """Every id that a problem can have, sorted."""
    return MappingProxyType({guide.id: guide for guide in sorted(_all(), key=lambda g: g.id)})


def _all() -> Iterator[Guide]:
    for name, sentence in {**FLAWS, **MISMATCHES, **EXEMPTIONS}.items():
        yield Guide(name, sentence, sentence, _FIXED)
    yield from _of_links()
    for rule in rules.ALL:
        yield _of(rule)


def _of_links() -> Iterator[Guide]:
    text = files(links).joinpath("examples.yaml").read_text(encoding="utf-8")
    examples = yamltext.parse(text)[0]["kinds"]
    for name, kind in KINDS.items():
        example = examples[name]
        yield Guide(
            id=name,
            title=kind.title,
            documentation=kind.documentation,
            severities=dict.fromkeys(Profile, kind.severity),
            subject=Subject.LINKS,
            bad=Example(example["bad"], tuple(example["at"])),
            good=Example(example["good"]),
        )


def _of(rule: Rule[Any]) -> Guide:
    name = rule.id.replace("-", "_")
    text = files(rules).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    example, _ = yamltext.parse(text)
    return Guide(
        id=rule.id,
        title=rule.title,
        documentation=rule.documentation,
        severities=rule.severities,
        subject=_SUBJECTS[rule.on],
        alias=rule.alias,
        fixable=rule.fixable,
        bad=Example(example["bad"], tuple(example["at"]), example.get("base", {})),
        good=Example(example["good"], (), example.get("base", {})),
    )
