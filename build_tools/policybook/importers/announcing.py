"""The entries of the update history that versions of a collection get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from policybook.model import Change, UpdateKind
from policybook.rule import Context
from policybook.scaffold.change import Step, new_change, path_of, updates


class _Entry(NamedTuple):
    """What one entry tells: the versions of a service's policies of one day and kind."""

    service: str
    day: date
    kind: UpdateKind


def changes(
    steps: Iterable[Step], taken: Mapping[str, Collection[str]], context: Context
) -> Iterator[Change]:
    """One change for the new policies of a service on a day, and one for those that changed.

    Versions without a date are in none. `taken` are the ids that changes of each service have.
    """
    entries: defaultdict[_Entry, list[Step]] = defaultdict(list)
    for policy, version in steps:
        if version.date:
            kind = UpdateKind.NEW if version.number == 1 else UpdateKind.UPDATED
            entries[_Entry(policy.service, version.date, kind)].append((policy, version))
    for (service, day, kind), told in sorted(entries.items()):
        title = _title(kind, [*dict.fromkeys(policy.name for policy, _ in told)])
        path = _free(path_of(service, day, title), taken.get(service, ()))
        entry = new_change(path, day, title, None)
        yield replace(entry, updates=tuple(updates(told, entry.at, context)))


def _title(kind: UpdateKind, names: list[str]) -> str:
    if kind is UpdateKind.NEW:
        return f"New policy {names[0]}" if len(names) == 1 else "New policies"
    if len(names) == 1:
        return f"Update to an existing policy: {names[0]}"
    return "Updates to existing policies"


def _free(path: PurePosixPath, taken: Collection[str]) -> PurePosixPath:
    """The path, or the same with the first number that makes it a new one."""
    number = 1
    free = path
    while free.stem in taken:
        number += 1
        free = path.with_name(f"{path.stem}-{number}.yaml")
    return free
