"""What the arguments of `policybook diff` stand for, read and compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import click

from policybook import schemas
from policybook.check import NOTHING, Report, read
from policybook.cli.arguments import data_folder
from policybook.difference import CatalogueDifference, compare_catalogues, compare_documents
from policybook.elements import document_of
from policybook.model import Catalogue, Document, Policy, Version
from policybook.report.outcome import seen
from policybook.schemas import Kind
from policybook.source import files
from policybook.source.git import GitError, at_revision
from policybook.words import did_you_mean

_VERSION = re.compile(r".+:v[1-9][0-9]{0,5}")
_NOW = "the data as it is"


class Compared(NamedTuple):
    """What differs, if it can be told, and a line for each problem of reading."""

    difference: CatalogueDifference | None
    problems: Sequence[str]


def compared(sides: Sequence[str], folder: Path) -> Compared:
    """Compare what the sides stand for. Sides that do not go together are a usage error."""
    are_versions = [_VERSION.fullmatch(side) is not None for side in sides]
    are_files = [side.endswith(".json") for side in sides]
    if any(are_files) and not (all(are_files) and len(sides) == 2):
        raise click.UsageError("a .json file is compared with another one: name both")
    if any(are_versions) and not all(are_versions):
        raise click.UsageError("a version is compared with another one, as in NAME:v1 NAME:v2")
    if any(are_files):
        return _files(sides)
    if any(are_versions):
        return _versions(sides, folder)
    if len(sides) == 2:
        return _catalogues([(side, _at(side, folder)) for side in sides], folder)
    now = read(data_folder(folder))
    policies = now.catalogue.policies
    if sides and sides[0] in policies:
        return _last_versions(policies[sides[0]])
    if sides and sides[0] in now.catalogue.unread:
        return _unread(now, sides, folder)
    old = sides[0] if sides else "HEAD"
    return _catalogues([(old, _at(old, folder, policies)), (_NOW, now)], folder)


def _at(revision: str, folder: Path, policies: Iterable[str] = ()) -> Report | None:
    """The data as a revision has it, None where it has none; one of the policies may be meant."""
    try:
        with at_revision(folder, revision) as copy:
            return read(copy) if copy else None
    except GitError as error:
        raise click.UsageError(f"{error}{did_you_mean(revision, policies)}") from None


def _catalogues(sides: Sequence[tuple[str, Report | None]], folder: Path) -> Compared:
    (old, before), (new, after) = sides
    if before is None and after is None:
        raise click.UsageError(f"neither `{old}` nor `{new}` has a folder `{folder}`")
    before, after = before or NOTHING, after or NOTHING
    lines = [
        *(f"{old}: {seen(problem, folder)}" for problem in before.problems),
        *(
            f"{'' if new is _NOW else f'{new}: '}{seen(problem, folder)}"
            for problem in after.problems
        ),
    ]
    unread = {problem.file for problem in (*before.problems, *after.problems)}
    found = compare_catalogues(before.catalogue, after.catalogue, (old, new), unread)
    return Compared(found, lines)


def _versions(sides: Sequence[str], folder: Path) -> Compared:
    report = read(data_folder(folder))
    names = [_split(side) for side in sides]
    unread = [name for name, number in names if _is_unread(report.catalogue, name, number)]
    if unread:
        return _unread(report, unread, folder)
    versions = [_version(report.catalogue, *name) for name in names]
    if len(versions) == 1:
        name, number = names[0]
        before = report.catalogue.policies[name].before(number)
        if before is None:
            raise click.UsageError(f"`{sides[0]}` is the first version of the policy: name another")
        return _documents((f"{name}:{before.label}", sides[0]), before, versions[0])
    return _documents((sides[0], sides[1]), *versions)


def _last_versions(policy: Policy) -> Compared:
    if len(policy.versions) < 2:
        raise click.UsageError(f"`{policy.name}` does not have two versions to compare")
    old, new = policy.versions[-2:]
    return _documents((f"{policy.name}:{old.label}", f"{policy.name}:{new.label}"), old, new)


def _documents(labels: tuple[str, str], old: Version, new: Version) -> Compared:
    return Compared(compare_documents(old.document, new.document, labels), [])


def _split(side: str) -> tuple[str, int]:
    name, _, label = side.rpartition(":")
    return name, int(label.removeprefix("v"))


def _is_unread(catalogue: Catalogue, name: str, number: int) -> bool:
    policy = catalogue.policies.get(name)
    return number in policy.unread if policy else name in catalogue.unread


def _unread(report: Report, names: Sequence[str], folder: Path) -> Compared:
    """The problems in the folders of these policies or, if there are none, all."""
    found = [p for p in report.problems if any(name in p.file.parts for name in names)]
    return Compared(None, [str(seen(problem, folder)) for problem in found or report.problems])


def _version(catalogue: Catalogue, name: str, number: int) -> Version:
    policy = catalogue.policies.get(name)
    if policy is None:
        hint = did_you_mean(name, catalogue.policies)
        raise click.UsageError(f"there is no policy `{name}`{hint}")
    version = policy.version(number)
    if version is None:
        known = ", ".join(version.label for version in policy.versions) or "none"
        raise click.UsageError(f"`{name}` has no version v{number}; recorded are: {known}")
    return version


def _files(sides: Sequence[str]) -> Compared:
    for side in sides:
        if not Path(side).is_file():
            raise click.UsageError(f"there is no file `{side}`")
    (old, faults), (new, more) = (_document(Path(side)) for side in sides)
    if old is None or new is None:
        return Compared(None, [*faults, *more])
    return Compared(compare_documents(old, new, (sides[0], sides[1])), [])


def _document(path: Path) -> tuple[Document | None, list[str]]:
    source, problems = files.read(path, PurePosixPath(path.as_posix()))
    misfits = schemas.validate(source, Kind.DOCUMENT) if source else []
    document = document_of(source) if source and not misfits else None
    return document, [str(problem) for problem in (*problems, *misfits)]
