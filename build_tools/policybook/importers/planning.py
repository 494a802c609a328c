"""What a collection adds to a folder of services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from policybook.history import announced
from policybook.importers.announcing import changes
from policybook.importers.collection import Collection
from policybook.importers.existing import Existing
from policybook.importers.merging import Merged, merged
from policybook.importers.services import Directory, Home
from policybook.model import Catalogue
from policybook.problem import Problem
from policybook.rule import Context
from policybook.scaffold.change import Step, change_text
from policybook.scaffold.words import text_of
from policybook.source.names import ABOUT, WORDS


@dataclass(frozen=True, slots=True)
class Plan:
    """New files in the order in which they are to be written, and edited ones after them.

    Documents come last, since what has its document is done: where writing was cut short, the
    next import does the rest. `missing` are policies of the data that the collection lacks.
    """

    new: Mapping[PurePosixPath, str]
    edited: Mapping[PurePosixPath, str]
    services: int
    policies: int
    versions: int
    undated: int
    changes: int
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]


def plan(
    found: Collection,
    there: Existing,
    directory: Directory,
    today: date,
) -> Plan:
    """What is to be written. A policy with which something is wrong is left alone as a whole."""
    catalogue = there.catalogue
    problems = [*found.problems]
    done: list[Merged] = []
    for policy in sorted(found.policies, key=lambda policy: policy.name):
        name = catalogue.names.get(policy.name.lower(), policy.name)
        if name != policy.name:
            message = f"the data has this policy as `{name}`: an import does not rename it"
            problems.append(Problem.of(policy.at, "name-not-unique", message))
            continue
        result, faults = merged(policy, there.policies.get(name), directory)
        problems += faults
        if result:
            done.append(result)
    services = {service.id for service in catalogue.services}
    homes = {result.home.id: result.home for result in done}
    abouts = {
        PurePosixPath(home.id, ABOUT): _about(home)
        for _, home in sorted(homes.items())
        if home.id not in services
    }
    entries = {
        entry.at.origin.path: change_text(entry)
        for entry in changes(
            [*_steps(done, catalogue)],
            {s.id: {change.id for change in s.changes} for s in catalogue.services},
            Context(catalogue, today),
        )
    }
    words = {_words(result): result.words for result in done}
    before = {known.words.path: known.words.text for known in there.policies.values()}
    fresh = {path: text for path, text in words.items() if path not in before}
    documents = {
        source.path: source.text for result in done for source in result.documents.values()
    }
    return Plan(
        new={**abouts, **entries, **fresh, **documents},
        edited={
            path: words[path] for path in words if before.get(path, words[path]) != words[path]
        },
        services=len(abouts),
        policies=len(fresh),
        versions=len(documents),
        undated=sum(version.date is None for result in done for version in result.fresh),
        changes=len(entries),
        problems=tuple(sorted({*problems})),
        missing=tuple(sorted({*catalogue.policies} - {p.name for p in found.policies})),
    )


def _steps(done: list[Merged], catalogue: Catalogue) -> list[Step]:
    """The versions that are new and that no change tells of yet."""
    return [
        (result.policy, version)
        for result in done
        for told in [announced(result.policy, catalogue)]
        for version in result.fresh
        if version.number not in told
    ]


def _words(result: Merged) -> PurePosixPath:
    return PurePosixPath(result.policy.service, result.policy.name, WORDS)


def _about(home: Home) -> str:
    return text_of({"name": home.name, "short_name": home.short_name, "prefixes": [*home.prefixes]})
