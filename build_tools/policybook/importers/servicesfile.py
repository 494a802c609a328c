"""A file of services: which policies belong to which service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

from policybook import schemas
from policybook.iam.servicedata import data_name, services
from policybook.problem import Problem
from policybook.schemas import Kind
from policybook.source import yamltext
from policybook.source.files import read as read_file
from policybook.source.names import service_fault
from policybook.source.source import Source

_BUILT_IN = "services.yaml"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file says of a service; None is what it does not say."""

    name: str | None = None
    short_name: str | None = None
    prefixes: tuple[str, ...] | None = None
    policies: tuple[str, ...] = ()


Entries = Mapping[str, Entry]
"""What a file says of services, by their ids."""


def built_in() -> Entries:
    """What Policybook itself knows of the services of AWS."""
    text = files(__package__).joinpath(_BUILT_IN).read_text(encoding="utf-8")
    return _entries(yamltext.parse(text)[0])


def read(path: Path) -> tuple[Entries, list[Problem]]:
    """What a file says, and what is wrong with it."""
    source, problems = read_file(path, PurePosixPath(path.as_posix()), parser=_parsed)
    if source:
        problems = schemas.validate(source, Kind.SERVICES) or [*_faults(source)]
    return (_entries(source.data) if source and not problems else {}), sorted(problems)


def _parsed(path: PurePosixPath, text: str) -> Any:
    data, flaws = yamltext.parse(text)
    return (None if flaws else Source(path, text, data, yamltext.spans)), flaws


def _faults(source: Source) -> Iterator[Problem]:
    """What no schema can say."""
    known = {**services(), **{id_: entry.name for id_, entry in built_in().items()}}
    owners: dict[tuple[str, str], str] = {}
    top = source.top / "services"
    for service, entry in source.data["services"].items():
        at = top / service
        if fault := service_fault(service):
            yield Problem.of(top.key(service), "name-invalid", fault)
        if "name" not in entry and service not in known:
            message = f"`{service}` is no service of {data_name()}: add its `name`"
            yield Problem.of(top.key(service), "key-missing", message)
        for key in ("prefixes", "policies"):
            for index, value in enumerate(entry.get(key, ())):
                other = owners.setdefault((key, value), service)
                if other != service:
                    message = f"`{value}` belongs to `{other}` already: keep one of the two"
                    yield Problem.of(at / key / index, "value-invalid", message)


def _entries(data: Mapping[str, Any]) -> Entries:
    return {
        service: Entry(
            entry.get("name"),
            entry.get("short_name"),
            tuple(entry["prefixes"]) if "prefixes" in entry else None,
            tuple(entry.get("policies", ())),
        )
        for service, entry in data["services"].items()
    }
