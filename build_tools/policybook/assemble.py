"""Sources → the catalogue. What does not fit its schema is left out and remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from policybook import schemas
from policybook.elements import change_of, document_of, lock_of, policy_of, service_of
from policybook.model import Catalogue, Change, Document, Lock, Policy, Service
from policybook.problem import Origin, Problem
from policybook.schemas import Kind
from policybook.source.source import Source
from policybook.source.tree import PolicyFolder, ServiceFolder, Tree

T = TypeVar("T")


def assemble(tree: Tree) -> tuple[Catalogue, list[Problem]]:
    """The catalogue of all sources that fit their schemas, and what the others lack."""
    return Assembler().assemble(tree)


class Assembler:
    """Makes the catalogue of one state of the data after the other.

    What is made of sources that are the same is the same object.
    """

    def __init__(self) -> None:
        self._services: Mapping[str, _Service] = {}
        self._catalogue: Catalogue | None = None

    def assemble(self, tree: Tree) -> tuple[Catalogue, list[Problem]]:
        """The catalogue of all sources that fit their schemas, and what the others lack."""
        self._services = {
            folder.id: _service(folder, self._services.get(folder.id)) for folder in tree.services
        }
        made = self._services.values()
        services = tuple(found.service for found in made if found.service)
        policies = {policy.name: policy for service in services for policy in service.policies}
        names = {name for found in made for name in found.policies}
        catalogue = Catalogue(
            at=tree.at,
            services=services,
            policies=policies,
            lock=self._lock(tree.lock) if tree.lock else None,
            unread=frozenset(names - policies.keys()),
            has_unread_changes=any(found.has_unread_changes for found in made),
        )
        if self._catalogue is None or not self._catalogue.is_as(catalogue):
            self._catalogue = catalogue
        return self._catalogue, [problem for found in made for problem in found.problems]

    def _lock(self, source: Source) -> Lock:
        known = self._catalogue.lock if self._catalogue else None
        return known if known and known.at.origin is source else lock_of(source)


@dataclass(frozen=True, slots=True)
class _Made(Generic[T]):
    """What is made of sources, None where they do not fit their schemas, and what they lack."""

    of: object
    value: T | None
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class _Service:
    """What is made of the folder of a service."""

    folder: ServiceFolder
    service: Service | None
    misfits: Sequence[Problem]
    policies: Mapping[str, _Made[Policy]]
    changes: Mapping[Source, _Made[Change]]

    @property
    def has_unread_changes(self) -> bool:
        """Whether there is a change that the catalogue does not have."""
        lacks = any(self.service is None or made.value is None for made in self.changes.values())
        return lacks or self.folder.has_unread_changes

    @property
    def problems(self) -> list[Problem]:
        """What all of the sources lack."""
        lacks = [made.problems for made in self.policies.values()]
        lacks += [made.problems for made in self.changes.values()]
        return [*self.misfits, *chain.from_iterable(lacks)]


def _service(folder: ServiceFolder, before: _Service | None) -> _Service:
    if before and before.folder is folder:
        return before
    policies = {
        below.name: _policy(below, folder.id, before.policies.get(below.name) if before else None)
        for below in folder.policies
    }
    changes = {
        source: (before and before.changes.get(source)) or _change(source, folder.id)
        for source in folder.changes
    }
    about = folder.about
    misfits = schemas.validate(about, Kind.SERVICE) if about else []
    service = None
    if about and not misfits:
        service = service_of(
            folder.id,
            about,
            {name: made.value for name, made in policies.items() if made.value},
            [made.value for made in changes.values() if made.value],
        )
    return _Service(folder, service, misfits, policies, changes)


def _policy(folder: PolicyFolder, service: str, before: _Made[Policy] | None) -> _Made[Policy]:
    if before and before.of is folder:
        return before
    versions = before.value.versions if before and before.value else ()
    known: Mapping[Origin, Document] = {v.document.at.origin: v.document for v in versions}
    problems: list[Problem] = []
    documents: dict[int, Document] = {}
    for number, source in sorted(folder.documents.items()):
        document = known.get(source) or _checked(source, Kind.DOCUMENT, document_of, problems)
        if document:
            documents[number] = document
    words = folder.words
    policy = None
    if words:
        policy = _checked(
            words, Kind.POLICY, lambda words: policy_of(folder, words, service, documents), problems
        )
    return _Made(folder, policy, problems)


def _change(source: Source, service: str) -> _Made[Change]:
    problems: list[Problem] = []
    change = _checked(source, Kind.CHANGE, lambda source: change_of(source, service), problems)
    return _Made(source, change, problems)


def _checked(
    source: Source, kind: Kind, make: Callable[[Source], T], problems: list[Problem]
) -> T | None:
    """What is made of a source if it fits its schema; what it lacks goes to the problems."""
    misfits = schemas.validate(source, kind)
    problems += misfits
    return None if misfits else make(source)
