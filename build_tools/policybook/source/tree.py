"""The walk over a folder of policy data: which files there are, and which should not be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from policybook.problem import Place, Problem
from policybook.source.files import read
from policybook.source.source import Source, Whole
from policybook.words import did_you_mean

POLICY_NAME = re.compile(r"[\w+=,.@-]{1,128}", re.ASCII)
"""What IAM takes as a policy name (CreatePolicy in the IAM API Reference)."""

SERVICE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOCUMENT_NAME = re.compile(r"[vV]([0-9]{1,6})\.[jJ][sS][oO][nN]")
CANONICAL = re.compile(r"v[1-9][0-9]{0,5}\.json")
CHANGES = "changes"


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
    """The files of a service."""

    at: Place
    id: str
    about: Source | None
    policies: tuple[PolicyFolder, ...]
    changes: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """All files of the data."""

    at: Place
    services: tuple[ServiceFolder, ...]


def walk(root: Path) -> tuple[Tree, list[Problem]]:
    """Read everything below `root`, the folder of services."""
    walker = _Walker(root)
    services = tuple(walker.services())
    at = Place(Whole(PurePosixPath()))
    if not services and not walker.problems:
        message = "no service here: make a folder with a service.yaml in it"
        walker.problems.append(Problem.of(at, "catalogue-empty", message))
    return Tree(at, services), walker.problems


@dataclass
class _Walker:
    root: Path
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, PurePosixPath] = field(default_factory=dict)

    def report(self, path: PurePosixPath, rule: str, message: str) -> None:
        self.problems.append(Problem.of(Place(Whole(path)), rule, message))

    def services(self) -> Iterator[ServiceFolder]:
        for path, shown in self.entries(self.root, PurePosixPath()):
            if not path.is_dir():
                message = "only folders of services stand here"
                self.report(shown, "file-unexpected", message)
            elif not SERVICE_ID.fullmatch(path.name):
                message = "a service's folder is named in lower-case letters, digits and hyphens"
                self.report(shown, "name-invalid", message)
            else:
                yield self.service(path, shown)

    def service(self, folder: Path, shown: PurePosixPath) -> ServiceFolder:
        about = None
        policies = []
        changes: tuple[Source, ...] = ()
        entries = {path.name: (path, at) for path, at in self.entries(folder, shown)}
        if "service.yaml" in entries:
            about = self.file(*entries.pop("service.yaml"))
        else:
            message = "service.yaml is missing: it says how the service is called"
            self.report(shown, "file-missing", message)
        for name, (path, at) in entries.items():
            if name == CHANGES:
                changes = tuple(self.changes(path, at))
            elif not path.is_dir():
                hint = did_you_mean(name, ["service.yaml"])
                message = f"a service has service.yaml, changes/ and folders of policies{hint}"
                self.report(at, "file-unexpected", message)
            elif not POLICY_NAME.fullmatch(name):
                message = (
                    "IAM takes no such policy name: it has 1 to 128 letters, digits and `+=,.@_-`"
                )
                self.report(at, "name-invalid", message)
            else:
                self.unique(name, at)
                policies.append(self.policy(path, at))
        return ServiceFolder(Place(Whole(shown)), folder.name, about, tuple(policies), changes)

    def unique(self, name: str, at: PurePosixPath) -> None:
        other = self.names.setdefault(name.lower(), at)
        if other != at:
            same = "the same name" if other.name == name else "a name that differs only by case"
            self.report(at, "name-not-unique", f"{other} has {same}: rename or remove one")

    def policy(self, folder: Path, shown: PurePosixPath) -> PolicyFolder:
        words = None
        documents: dict[int, Source] = {}
        files: dict[int, PurePosixPath] = {}
        has_words = False
        # Well-named documents first, so that the odd one out is the one that is reported.
        entries = sorted(
            self.entries(folder, shown), key=lambda entry: not CANONICAL.fullmatch(entry[0].name)
        )
        for path, at in entries:
            match = DOCUMENT_NAME.fullmatch(path.name)
            number = int(match.group(1)) if match else 0
            if path.name == "policy.yaml":
                has_words = True
                words = self.file(path, at)
            elif not number:
                hint = did_you_mean(path.name, ["policy.yaml", "v1.json"])
                message = f"a policy has policy.yaml and documents v1.json, v2.json, …{hint}"
                self.report(at, "file-unexpected", message)
            elif number in files:
                message = f"{files[number].name} is version {number} too: keep one"
                self.report(at, "version-repeated", message)
            elif not CANONICAL.fullmatch(path.name):
                files[number] = at
                self.report(at, "file-unexpected", f"rename the file to v{number}.json")
            else:
                files[number] = at
                source = self.file(path, at)
                if source:
                    documents[number] = source
        if not has_words:
            message = "policy.yaml is missing: it says what the policy is for"
            self.report(shown, "file-missing", message)
        unread = frozenset(files.keys() - documents.keys())
        return PolicyFolder(Place(Whole(shown)), folder.name, words, documents, unread)

    def changes(self, folder: Path, shown: PurePosixPath) -> Iterator[Source]:
        if not folder.is_dir():
            self.report(shown, "file-wrong-kind", "this should be a folder of changes")
            return
        for path, at in self.entries(folder, shown):
            if path.suffix != ".yaml":
                stem = path.name.removesuffix(".yml")
                hint = f": rename it to {stem}.yaml" if stem != path.name else ""
                message = f"a change is a file like 2021-12-07-new-operations.yaml{hint}"
                self.report(at, "file-unexpected", message)
            elif source := self.file(path, at):
                yield source

    def file(self, path: Path, shown: PurePosixPath) -> Source | None:
        if not path.is_file():
            kind = "a folder" if path.is_dir() else "no regular file"
            self.report(shown, "file-wrong-kind", f"this is {kind}; a file should be here")
            return None
        source, problems = read(path, shown)
        self.problems.extend(problems)
        return source

    def entries(self, folder: Path, shown: PurePosixPath) -> Iterable[tuple[Path, PurePosixPath]]:
        """What is in a folder, sorted, but for hidden files and links that lead out."""
        try:
            names = sorted(path.name for path in folder.iterdir())
        except NotADirectoryError:
            self.report(shown, "file-wrong-kind", "this is a file; a folder should be here")
            return
        except OSError as error:
            message = f"the folder cannot be read: {error.strerror}"
            self.report(shown, "file-unreadable", message)
            return
        for name in names:
            if name.startswith("."):
                continue
            path, at = folder / name, shown / _printable(name)
            if path.is_symlink():
                try:
                    inside = path.resolve(strict=True).is_relative_to(self.root.resolve())
                except (OSError, RuntimeError):
                    self.report(at, "file-outside", "the symbolic link leads nowhere: remove it")
                    continue
                if not inside:
                    message = "the symbolic link leads out of the folder: copy the file instead"
                    self.report(at, "file-outside", message)
                    continue
            yield path, at


def _printable(name: str) -> str:
    """A file name that can be printed on one line, whatever bytes it has."""
    if name.isprintable() and name.isascii():
        return name
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown)
