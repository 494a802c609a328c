"""The settings of a project: `[tool.policybook]` in pyproject.toml.

They are found from the folder of the data, so that the command line, the plugin and CI, which
all name that folder, cannot go by different ones.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from os.path import isfile, relpath
from pathlib import Path, PurePosixPath
from typing import Any

from policybook.choice import Choice, Profile
from policybook.problem import Problem, Severity
from policybook.source import tomltext
from policybook.source.files import read
from policybook.source.flaw import Flaw
from policybook.source.source import Source
from policybook.words import did_you_mean

FILE = "pyproject.toml"
TABLE = ("tool", "policybook")
DOCS_URL = "https://policybook.example/"
"""Where this project publishes its own site."""


@dataclass(frozen=True, slots=True)
class Links:
    """Which links of a site are looked at: patterns of whole addresses."""

    ignore: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How strictly the data of a project is judged, and where the rules are explained."""

    profile: Profile | None = None
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    docs_url: str = DOCS_URL
    links: Links = Links()

    def choose(self, choice: Choice) -> Choice:
        """A choice for one run, completed by the settings where it says nothing."""
        return replace(
            choice,
            profile=choice.profile or self.profile,
            severities={**self.severities, **choice.severities},
        )

    def rule_url(self, rule: str) -> str:
        """The page of a rule."""
        return f"{self.docs_url.rstrip('/')}/reference/rules/{rule}/"


def load(root: Path) -> tuple[Settings, list[Problem]]:
    """The settings for the data in `root`, and what is wrong with them.

    They stand in the nearest pyproject.toml with such a table, in the folder or above it.
    """
    for folder in (root.resolve(), *root.resolve().parents):
        path = folder / FILE
        if isfile(path):  # noqa: PTH113 - the method raises where a folder cannot be read
            shown = PurePosixPath(posixpath.normpath(Path(relpath(path, root)).as_posix()))
            source, problems = read(path, shown, parser=_parsed)
            if problems:
                return Settings(), problems
            if source:
                return _settings(source)
    return Settings(), []


def _parsed(path: PurePosixPath, text: str) -> tuple[Source | None, list[Flaw]]:
    data, flaws = tomltext.parse(text, TABLE)
    found = data is not None
    return Source(path, text, data, partial(tomltext.spans, table=TABLE)) if found else None, flaws


def _settings(source: Source) -> tuple[Settings, list[Problem]]:
    # Most data is checked without settings, and need not wait for this to load.
    from policybook import schemas
    from policybook.schemas import Kind

    problems = [*schemas.validate(source, Kind.SETTINGS)]
    data: Mapping[str, Any] = source.data
    if not problems:
        problems.extend(_unknown_rules(source, data.get("rules", {})))
    if problems:
        return Settings(), problems
    return Settings(
        profile=Profile(data["profile"]) if "profile" in data else None,
        severities={
            rule: None if severity == "off" else Severity(severity)
            for rule, severity in data.get("rules", {}).items()
        },
        docs_url=data.get("docs_url", DOCS_URL),
        links=Links(**{name: tuple(given) for name, given in data.get("links", {}).items()}),
    ), []


def _unknown_rules(source: Source, named: Mapping[str, str]) -> Iterator[Problem]:
    from policybook import rules

    known = rules.ids()
    for name in named:
        if name not in known:
            message = f"there is no rule `{name}` with a severity to set{did_you_mean(name, known)}"
            yield Problem.of((source.top / "rules").key(name), "key-unknown", message)
