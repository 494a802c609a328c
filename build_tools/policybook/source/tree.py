"""The walk over a folder of policy data: which files there are, and which should not be."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import is_
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from policybook.problem import Place, Problem
from policybook.source import lock
from policybook.source.files import read
from policybook.source.folder import Entry, EntryKind, entries
from policybook.source.names import (
    ABOUT,
    CANONICAL,
    CHANGES,
    DOCUMENT_NAME,
    LOCK,
    WORDS,
    policy_fault,
    service_fault,
)
from policybook.source.shelf import NoShelf, Result, Shelf
from policybook.source.source import Source, Whole, parse_lightly
from policybook.words import did_you_mean


@dataclass(frozen=True, slots=True)
class PolicyFolder:
    """The files of a policy. `unread` are versions whose files could not be read."""

    at: Place
    name: str
    words: Source | None
    documents: Mapping[int, Source]
    unread: frozenset[int]


@dataclass(frozen=True, slots=True)
class ServiceFolder:
    """The files of a service. `has_unread_changes` says that a change could not be read."""

    at: Place
    id: str
    about: Source | None
    policies: tuple[PolicyFolder, ...]
    changes: tuple[Source, ...]
    has_unread_changes: bool

    def is_as(self, other: ServiceFolder) -> bool:
        """Whether all files are those of another walk."""
        return (
            self.about is other.about
            and self.has_unread_changes == other.has_unread_changes
            and _are_same(self.policies, other.policies)
            and _are_same(self.changes, other.changes)
        )


@dataclass(frozen=True, slots=True)
class Tree:
    """All files of the data; `lock` has the addresses that were published, if there is one."""

    at: Place
    services: tuple[ServiceFolder, ...]
    lock: Source | None = None


Read = Callable[[str, PurePosixPath, str | None], tuple[Source | None, list[Problem]]]
"""What makes a source of a file."""

_DOCUMENT: Read = partial(read, parser=parse_lightly)
_NO_SHELF = NoShelf()

Texts = Mapping[PurePosixPath, str]
"""What files are taken to hold, by their paths below the folder of services."""


def walk(root: Path, texts: Texts = MappingProxyType({})) -> tuple[Tree, list[Problem]]:
    """Read everything below `root`, the folder of services.

    `texts` take the place of what files hold, to see what a change would come to.
    """
    walker = _Walker(root, texts)
    return walker.tree([*walker.services()])


class Walks:
    """Walks over the same folder again and again.

    What comes of files and folders that are the same is the same object.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._shelves: Mapping[str, Shelf] = {}
        self._services: Mapping[str, _Walked] = {}

    def walk(self, touched: Container[str] | None = None) -> tuple[Tree, list[Problem]]:
        """Read what has changed since the last walk.

        `touched` are the names in the folder of services below which something may have changed;
        without them it may be anywhere.
        """
        walker = _Walker(self._root, before=self._shelves)
        services = [*walker.services(self._services, touched)]
        self._shelves = walker.shelves
        self._services = {walked.folder.id: walked for walked in services}
        return walker.tree(services)


class _Walked(NamedTuple):
    """What came of the walk over a service: its files, what is wrong, and its folders of policies."""

    folder: ServiceFolder
    problems: Sequence[Problem]
    policies: Sequence[Entry]
    shelves: Mapping[str, Shelf]
    is_link: bool

    @property
    def is_settled(self) -> bool:
        """Whether it is the same as long as nothing below its name changes."""
        return not self.is_link and all(shelf.is_settled for shelf in self.shelves.values())


@dataclass
class _Walker:
    """Walks over the data, or over a service of it.

    `before` has the shelves of the walk before; without it, nothing is kept.
    """

    root: Path
    texts: Texts = field(default_factory=dict)
    before: Mapping[str, Shelf] | None = None
    shelves: dict[str, Shelf] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    policies: list[Entry] = field(default_factory=list)
    names: dict[str, Entry] = field(default_factory=dict)
    lock: Source | None = None

    def tree(self, services: Sequence[_Walked]) -> tuple[Tree, list[Problem]]:
        for walked in services:
            self.problems += walked.problems
            for policy in walked.policies:
                self.unique(policy)
        at = Place(Whole(PurePosixPath()))
        if not services and not self.problems:
            message = "no service here: make a folder with a service.yaml in it"
            self.problems.append(Problem.of(at, "catalogue-empty", message))
        return Tree(at, tuple(walked.folder for walked in services), self.lock), self.problems

    def report(self, entry: Entry, rule: str, message: str) -> None:
        if entry.kind is not EntryKind.UNUSABLE:
            self.problems.append(Problem.of(Place(Whole(entry.shown)), rule, message))

    def services(
        self,
        known: Mapping[str, _Walked] = MappingProxyType({}),
        touched: Container[str] | None = None,
    ) -> Iterator[_Walked]:
        top = Entry.at(self.root, PurePosixPath(), EntryKind.FOLDER)
        shelf = self.started(top)
        for entry in self.entries(top, shelf) or ():
            if entry.name == LOCK:
                self.lock = self.file(entry, shelf, lock.read)
            elif entry.kind is not EntryKind.FOLDER:
                message = f"only {LOCK} and folders of services stand here"
                self.report(entry, "file-unexpected", message)
            elif fault := service_fault(entry.name):
                self.report(entry, "name-invalid", fault)
            else:
                before = known.get(entry.name)
                is_same = touched is not None and entry.name not in touched
                if before and is_same and before.is_settled:
                    yield before
                else:
                    yield self.walked(entry, before)

    def walked(self, folder: Entry, before: _Walked | None) -> _Walked:
        """What comes of a walk over a service; its files are the same object where all are."""
        shelves = before.shelves if before else {}
        walker = _Walker(self.root, self.texts, None if self.before is None else shelves)
        service = walker.service(folder)
        if before and before.folder.is_as(service):
            service = before.folder
        return _Walked(service, walker.problems, walker.policies, walker.shelves, folder.is_link)

    def service(self, folder: Entry) -> ServiceFolder:
        about = None
        policies = []
        changes: tuple[Source | None, ...] = ()
        shelf = self.started(folder)
        listed = self.entries(folder, shelf)
        if listed is not None and not any(_is_meant(entry, ABOUT) for entry in listed):
            message = f"{ABOUT} is missing: it says how the service is called"
            self.report(folder, "file-missing", message)
        for entry in listed or ():
            name = entry.name
            if name == ABOUT:
                about = self.file(entry, shelf)
            elif name == CHANGES:
                changes = tuple(self.changes(entry))
            elif entry.kind in (EntryKind.FILE, EntryKind.SPECIAL):
                hint = did_you_mean(name, [ABOUT])
                message = f"a service has {ABOUT}, {CHANGES}/ and folders of policies{hint}"
                self.report(entry, "file-unexpected", message)
            elif fault := policy_fault(name):
                self.report(entry, "name-invalid", fault)
            else:
                self.policies.append(entry)
                policies.append(self.policy(entry))
        return ServiceFolder(
            at=Place(Whole(folder.shown)),
            id=folder.name,
            about=about,
            policies=tuple(policies),
            changes=tuple(change for change in changes if change),
            has_unread_changes=None in changes,
        )

    def unique(self, entry: Entry) -> None:
        name = entry.name
        other = self.names.setdefault(name.lower(), entry)
        if other is not entry:
            same = "the same name" if other.name == name else "a name that differs only by case"
            message = f"{other.shown} has {same}: rename or remove one"
            self.report(entry, "name-not-unique", message)

    def policy(self, folder: Entry) -> PolicyFolder:
        shelf = self.shelf(folder)
        known: Result[PolicyFolder] | None = shelf.again()
        if known is None:
            shelf.start()
            first = len(self.problems)
            found = self.read_policy(folder, shelf)
            shelf.keep((found, self.problems[first:]))
            return found
        found, problems = known
        self.problems += problems
        return found

    def read_policy(self, folder: Entry, shelf: Shelf) -> PolicyFolder:
        words = None
        documents: dict[int, Source] = {}
        files: dict[int, str] = {}
        listed = self.entries(folder, shelf)
        if listed is not None and not any(_is_meant(entry, WORDS) for entry in listed):
            message = f"{WORDS} is missing: it says what the policy is for"
            self.report(folder, "file-missing", message)
        # Well-named documents first, so that the odd one out is the one that is reported.
        for entry in sorted(listed or (), key=lambda e: not CANONICAL.fullmatch(e.name)):
            name = entry.name
            match = DOCUMENT_NAME.fullmatch(name)
            number = int(match.group(1)) if match else 0
            if name == WORDS:
                words = self.file(entry, shelf)
            elif not number:
                hint = did_you_mean(name, [WORDS, "v1.json"])
                message = f"a policy has {WORDS} and documents v1.json, v2.json, …{hint}"
                self.report(entry, "file-unexpected", message)
            elif number in files:
                message = f"{files[number]} is version {number} too: keep one"
                self.report(entry, "version-repeated", message)
            elif not CANONICAL.fullmatch(name):
                files[number] = name
                self.report(entry, "file-unexpected", f"rename the file to v{number}.json")
            else:
                files[number] = name
                source = self.file(entry, shelf, _DOCUMENT)
                if source:
                    documents[number] = source
        unread = frozenset(files.keys() - documents.keys())
        return PolicyFolder(Place(Whole(folder.shown)), folder.name, words, documents, unread)

    def changes(self, folder: Entry) -> Iterator[Source | None]:
        """The changes in a folder, None for each that cannot be read."""
        if folder.kind in (EntryKind.FILE, EntryKind.SPECIAL):
            self.report(folder, "file-wrong-kind", "this should be a folder of changes")
            yield None
            return
        shelf = self.started(folder)
        listed = self.entries(folder, shelf)
        if listed is None:
            yield None
        for entry in listed or ():
            name = entry.name
            if not name.endswith(".yaml"):
                stem = name.removesuffix(".yml")
                hint = f": rename it to {stem}.yaml" if stem != name else ""
                message = f"a change is a file like 2021-12-07-new-operations.yaml{hint}"
                self.report(entry, "file-unexpected", message)
                yield None
            else:
                yield self.file(entry, shelf)

    def file(self, entry: Entry, shelf: Shelf, read: Read = read) -> Source | None:
        if entry.kind is not EntryKind.FILE:
            kind = "a folder" if entry.kind is EntryKind.FOLDER else "no regular file"
            self.report(entry, "file-wrong-kind", f"this is {kind}; a file should be here")
            return None
        location = entry.location

        def look() -> Result[Source | None]:
            shown = entry.shown
            return read(location, shown, self.texts.get(shown) if self.texts else None)

        source, problems = shelf.read(location, look)
        self.problems.extend(problems)
        return source

    def entries(self, folder: Entry, shelf: Shelf) -> list[Entry] | None:
        if folder.kind is EntryKind.UNUSABLE:
            return None

        def look() -> Result[list[Entry] | None]:
            return entries(folder.path, folder.shown, self.root)

        listed, problems = shelf.read(folder.location, look)
        if listed and any(entry.is_link for entry in listed):
            # Where a link leads is not said by the folder that it stands in.
            shelf.doubt(folder.location)
        self.problems.extend(problems)
        return listed

    def shelf(self, folder: Entry) -> Shelf:
        """What is kept of a folder."""
        if self.before is None:
            return _NO_SHELF
        shelf = self.before.get(folder.location) or Shelf()
        self.shelves[folder.location] = shelf
        return shelf

    def started(self, folder: Entry) -> Shelf:
        """What is kept of a folder that is about to be read."""
        shelf = self.shelf(folder)
        shelf.start()
        return shelf


def _is_meant(entry: Entry, name: str) -> bool:
    """Whether an entry is the one called `name`, or a file that should be."""
    if entry.kind is EntryKind.FOLDER:
        return entry.name == name
    return entry.name == name or bool(did_you_mean(entry.name, [name]))


def _are_same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))
