"""A folder of policy documents: NAME, NAME.json, NAME/v2.json or NAME/v2/policy.json.

Each is a bare document, or what `aws iam get-policy-version` prints, with a document as
`PolicyVersion`. What `aws iam get-policy` prints may stand in NAME/policy.json, or as `Policy`
beside `PolicyVersion`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from policybook.importers.account import policy_of, version_of
from policybook.importers.collection import FoundPolicy, FoundVersion
from policybook.importers.facts import Facts
from policybook.problem import Place
from policybook.source.files import read
from policybook.source.folder import Entry, EntryKind, entries
from policybook.source.source import Source, Whole, parse

_LABEL = re.compile(r"v[1-9][0-9]{0,5}")
_JSON = PurePosixPath("policy.json")
_WORDS = "policy.json"


def policies(root: Path, facts: Facts) -> Iterator[FoundPolicy | None]:
    """The policies in the folder by the names of files and folders; None for what is none."""
    shown = PurePosixPath(root.as_posix())
    for entry in _entries(Entry.at(root, shown, EntryKind.FOLDER), root, facts):
        name = entry.path.name
        if entry.kind is EntryKind.FOLDER:
            yield _of_folder(entry, root, facts)
        else:
            yield _of_file(entry, name.removesuffix(".json"), facts)


def _entries(folder: Entry, root: Path, facts: Facts) -> list[Entry]:
    listed, problems = entries(folder.path, folder.shown, root)
    facts.problems += problems
    return listed or []


def _of_file(entry: Entry, name: str, facts: Facts) -> FoundPolicy | None:
    """The policy in a file that is called after it."""
    source = _source(entry, facts)
    if source is None:
        return None
    policy = _policy(source, name, facts)
    return replace(policy, versions=(_version(source, None, facts),))


def _of_folder(folder: Entry, root: Path, facts: Facts) -> FoundPolicy:
    """The policy in a folder that is called after it."""
    name = folder.path.name
    policy = FoundPolicy(Place(Whole(folder.shown)), name, ())
    versions: list[FoundVersion] = []
    default: int | None = None
    for entry in _entries(folder, root, facts):
        label = entry.path.name.removesuffix(".json")
        file: Entry | None = entry
        if entry.kind is EntryKind.FOLDER:
            inner = {e.path.name: e for e in _entries(entry, root, facts)}
            file = inner.get(_WORDS)
        if entry.path.name == _WORDS:
            if source := _source(entry, facts):
                policy = _policy(source, name, facts)
            continue
        if not _LABEL.fullmatch(label) or file is None:
            message = "a folder of a policy has v1.json, v2.json, … or v1/policy.json, …"
            facts.fault(Place(Whole(entry.shown)), "file-unexpected", message)
            continue
        if source := _source(file, facts):
            version = _version(source, int(label[1:]), facts)
            versions.append(version)
            if _wrapped(source).get("IsDefaultVersion") is True:
                default = version.number
    return replace(policy, versions=tuple(versions), default=policy.default or default)


def _source(entry: Entry, facts: Facts) -> Source | None:
    """The value in a file, JSON whatever its name."""
    if entry.kind is not EntryKind.FILE:
        if entry.kind is not EntryKind.UNUSABLE:
            message = "a file with a policy document should be here"
            facts.fault(Place(Whole(entry.shown)), "file-wrong-kind", message)
        return None
    source, problems = read(entry.path, entry.shown, parser=_parsed)
    facts.problems += problems
    if source and not isinstance(source.data, dict):
        facts.mapping(source.top, source.data)
        return None
    return source


def _parsed(path: PurePosixPath, text: str) -> Any:
    source, flaws = parse(_JSON, text)
    return (replace(source, path=path) if source else None), flaws


def _wrapped(source: Source) -> dict[str, Any]:
    value = source.data.get("PolicyVersion")
    return value if isinstance(value, dict) else {}


def _policy(source: Source, name: str, facts: Facts) -> FoundPolicy:
    """What a file says of the policy, beside its documents."""
    default = None
    version = _wrapped(source)
    if version.get("IsDefaultVersion") is True:
        default = facts.number(
            source.top / "PolicyVersion" / "VersionId",
            facts.text(source.top / "PolicyVersion", version, "VersionId"),
        )
    at = source.top / "Policy"
    if "Policy" not in source.data:
        return FoundPolicy(source.top, name, (), default=default)
    data = facts.mapping(at, source.data["Policy"])
    policy = policy_of(at, name, data, facts, ())
    return policy if policy.default else replace(policy, default=default)


def _version(source: Source, number: int | None, facts: Facts) -> FoundVersion:
    """The version in a file, which may be called after its number."""
    if "PolicyVersion" not in source.data:
        return FoundVersion(source.top, number, None, source.data)
    version = version_of(source.top / "PolicyVersion", source.data["PolicyVersion"], facts)
    if number and version.number and version.number != number:
        message = f"this is v{version.number}, but the file is called v{number}: rename it"
        facts.fault(source.top / "PolicyVersion" / "VersionId", "value-invalid", message)
    return replace(version, number=version.number or number)
