"""A policy of a collection and the same policy in the data → what its files become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from policybook import schemas
from policybook.elements import document_of, policy_of
from policybook.iam.compare import is_same
from policybook.importers.collection import FoundPolicy, FoundVersion
from policybook.importers.documents import source_of
from policybook.importers.existing import Known
from policybook.importers.services import Directory, Home
from policybook.model import Attachable, Policy, PolicyType, Version
from policybook.problem import REMOVE, Place, Pointer, Problem
from policybook.scaffold.words import literal, text_of
from policybook.schemas import Kind
from policybook.source.edits import edited
from policybook.source.files import taken
from policybook.source.names import WORDS
from policybook.source.shown import shown
from policybook.source.source import Source, Whole
from policybook.source.tree import PolicyFolder

_LINKED = "/aws-service-role/"
"""The path of the policies of service-linked roles."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A policy as it will be, with the text of its words and the documents that are new."""

    policy: Policy
    home: Home
    words: str
    documents: Mapping[int, Source]

    @property
    def fresh(self) -> tuple[Version, ...]:
        """The versions that are new."""
        return tuple(v for v in self.policy.versions if v.number in self.documents)


def merged(
    found: FoundPolicy, known: Known | None, directory: Directory
) -> tuple[Merged | None, list[Problem]]:
    """What becomes of a policy; None where nothing does, or where something is wrong.

    A policy that is known stays in its service.
    """
    versions, problems = _numbered(found, known)
    there = known.documents if known else {}
    new: dict[int, Source] = {}
    for number, version in versions.items():
        if number not in there:
            source, faults = source_of(version, PurePosixPath(found.name, f"v{number}.json"))
            problems += faults
            if source:
                new[number] = source
        elif not is_same(version.document, there[number].data):
            problems.append(_edited(found, version, number, there[number]))
    default = _default(found, versions, there)
    newest = max((*versions, *there))
    if default not in (None, *versions, *there):
        message = f"the version in force, v{default}, is not among those of `{found.name}`"
        problems.append(Problem.of(found.at, "version-unknown", message))
    if problems:
        return None, problems
    if known is None:
        in_force = document_of(new[default or newest])
        home = directory.home_of(found, in_force)
        text = _new_words(found, versions, default)
    else:
        home = Home.at(known.policy.service)
        edits = [*_edits(known, versions, default)]
        if not edits and not new:
            return None, []
        text = edited(known.words.path, known.words.text, edits) if edits else known.words.text
        if edits and text == known.words.text:
            message = (
                f"{known.words.path} cannot be edited safely: lay it out with policybook format"
            )
            return None, [Problem.of(found.at, "value-invalid", f"{message}, then import again")]
    folder = PurePosixPath(home.id, found.name)
    words, problems = _words(found, text, folder / WORDS)
    if words is None:
        return None, problems
    new = {n: replace(source, path=folder / source.path.name) for n, source in new.items()}
    documents = dict(sorted({**there, **new}.items()))
    whole = PolicyFolder(Place(Whole(folder)), found.name, words, documents, frozenset())
    made = {number: document_of(source) for number, source in documents.items()}
    return Merged(policy_of(whole, words, home.id, made), home, text, new), []


def _words(
    found: FoundPolicy, text: str, path: PurePosixPath
) -> tuple[Source | None, list[Problem]]:
    """The source of a policy.yaml; what the data format does not take of it is told."""
    source, problems = taken(text.encode("utf-8", "surrogatepass"), path)
    if source:
        problems = schemas.validate(source, Kind.POLICY)
    told = [Problem.of(found.at, p.rule, f"`{shown(found.name)}`: {p.message}") for p in problems]
    return (None, told) if problems else (source, [])


def _numbered(
    found: FoundPolicy, known: Known | None
) -> tuple[dict[int, FoundVersion], list[Problem]]:
    """The versions by their numbers; a bare document is the newest one, or the one after that."""
    numbered: dict[int, FoundVersion] = {}
    problems = []
    for version in found.versions:
        number = version.number or _next(version, known)
        if number in numbered:
            message = f"v{number} of `{found.name}` stands here twice: keep one"
            problems.append(Problem.of(version.at, "version-repeated", message))
        numbered.setdefault(number, version)
    return dict(sorted(numbered.items())), problems


def _next(version: FoundVersion, known: Known | None) -> int:
    newest = max(known.documents, default=0) if known else 0
    is_newest = known and newest and is_same(version.document, known.documents[newest].data)
    return newest if is_newest else newest + 1


def _edited(found: FoundPolicy, version: FoundVersion, number: int, there: Source) -> Problem:
    message = f"v{number} of `{found.name}` differs from what is recorded in {there.path}"
    hint = "a version never changes: remove that file if it is wrong, then import again"
    return Problem.of(version.at, "version-edited", f"{message}; {hint}")


def _default(
    found: FoundPolicy, versions: Mapping[int, FoundVersion], there: Mapping[int, Source]
) -> int | None:
    """The version in force, if the collection is the one to say which it is."""
    return found.default if max(versions) >= max(there, default=0) else None


def _new_words(
    found: FoundPolicy, versions: Mapping[int, FoundVersion], default: int | None
) -> str:
    is_linked = found.type is PolicyType.AWS and (found.path or "").startswith(_LINKED)
    newest = max(versions)
    dates = {f"v{n}": {"date": v.day.isoformat()} for n, v in versions.items() if v.day}
    return text_of(
        {
            "type": found.type.value if found.type else None,
            "path": found.path if found.path != "/" else None,
            "account": found.account,
            "attachable": Attachable.SERVICE_LINKED_ROLE.value if is_linked else None,
            "description": literal(found.description) if found.description else None,
            "default_version": f"v{default}" if default not in (None, newest) else None,
            "versions": dates,
        }
    )


def _edits(
    known: Known, versions: Mapping[int, FoundVersion], default: int | None
) -> Iterator[tuple[Pointer, object]]:
    """What policy.yaml does not say yet of the versions. What it says of their dates stays."""
    listed = known.words.data.get("versions", {})
    for number, version in versions.items():
        if version.day and number not in known.policy.dates:
            label, day = f"v{number}", version.day.isoformat()
            if label in listed:
                yield ("versions", label, "date"), day
            else:
                yield ("versions", label), {"date": day}
    if default is None:
        return
    newest = max((*versions, *known.documents))
    before = known.policy.default_version
    if default != newest and default != before:
        yield ("default_version",), f"v{default}"
    elif default == newest and before not in (None, newest):
        yield ("default_version",), REMOVE
