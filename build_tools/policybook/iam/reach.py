"""Which resources an action reaches, by the types of resources that it can be limited to.

Partitions, Regions and accounts do not count: what kind of resource an ARN names decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from policybook.iam import glob, servicedata
from policybook.iam.arn import parse
from policybook.iam.pattern import is_wildcard, prefix
from policybook.iam.resources import marked
from policybook.iam.servicedata import Action

_PARTITION = re.compile(r"arn:[^:]*:")
_VARIABLE = re.compile(r"\$\{[^{}]*\}")
_NAMED = 65536
_LISTS = 4096
_MIXED = frozenset(("aws-marketplace", "elasticloadbalancing"))
"""Prefixes that several pages of the reference share: the data keeps one action of each name."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What an ARN names: the last part of one of a service, or all of it but the partition."""

    service: str | None
    resource: str
    text: str


def takes(action: Action, resources: tuple[str, ...]) -> bool:
    """Whether one of the resources can be one that the action works on.

    An action that cannot be limited to resources needs a pattern that names no kind of resource.
    """
    service = prefix(action.name)
    if service in _MIXED:
        return True
    if not action.resource_types:
        return any(map(_is_broad, resources))
    return not _all_met(resources, service).isdisjoint(action.resource_types)


def takes_all(action: Action, resources: tuple[str, ...]) -> bool:
    """Whether the resources are all those that the action can be limited to."""
    return _all_filled(resources, prefix(action.name)) >= action.resource_types


def takes_all_of_a_type(action: Action, resources: tuple[str, ...]) -> bool:
    """Whether the resources are all those of one type that the action can be limited to."""
    return not _all_filled(resources, prefix(action.name)).isdisjoint(action.resource_types)


@lru_cache(_NAMED)
def includes(resource: str, other: str) -> bool:
    """Whether a pattern matches every resource that another one does."""
    return _compare(glob.covers, _kind(resource), _kind(other))


def is_everything(resource: str) -> bool:
    """Whether a pattern matches every resource."""
    return not resource.strip("*")


@lru_cache(_NAMED)
def _is_broad(resource: str) -> bool:
    """Whether a pattern names no kind of resource: it ends with the service, or with `*`."""
    arn = parse(resource)
    return is_everything(arn.resource) if arn and arn.is_complete else resource.endswith("*")


@lru_cache(_LISTS)
def _all_met(resources: tuple[str, ...], service: str) -> frozenset[str]:
    return frozenset[str]().union(*(_met(resource, service) for resource in resources))


@lru_cache(_LISTS)
def _all_filled(resources: tuple[str, ...], service: str) -> frozenset[str]:
    return frozenset[str]().union(*(_filled(resource, service) for resource in resources))


@lru_cache(_NAMED)
def _met(resource: str, service: str) -> frozenset[str]:
    """The types of resources of a service of which a pattern can match some."""
    found = _kind(resource)
    by_resource, by_text = _named(service, found.service)
    met = {
        name
        for named, text in ((by_resource, found.resource), (by_text, found.text))
        for pattern in named.index.overlapping(text)
        for name in named.types[pattern]
    }
    # The names of buckets have no slash, and the pattern of their ARNs does not say so.
    is_no_bucket = service == "s3" and "/" in _VARIABLE.sub("", resource)
    return frozenset(met) - ({"bucket"} if is_no_bucket else set())


@lru_cache(_NAMED)
def _filled(resource: str, service: str) -> frozenset[str]:
    """The types of resources of a service of which a pattern matches all."""
    found = _kind(resource)
    return frozenset(
        name
        for name, kinds in _kinds(service)
        if all(_compare(glob.covers, found, kind) for kind in kinds)
    )


def _compare(compare: Callable[[str, str], bool], one: _Kind, other: _Kind) -> bool:
    if one.service and other.service:
        return one.service == other.service and compare(one.resource, other.resource)
    return compare(one.text, other.text)


@dataclass(frozen=True, slots=True)
class _Named:
    """Patterns of resources, with the types that each is of."""

    index: glob.Index
    types: Mapping[str, Sequence[str]]


@lru_cache(_LISTS)
def _named(service: str, of: str | None) -> tuple[_Named, _Named]:
    """What ARNs of one service are compared with to tell the types of another, by `_compare`.

    These are the last parts of its ARNs, and the whole of those that name another service or none.
    """
    found: tuple[dict[str, list[str]], dict[str, list[str]]] = {}, {}
    for name, kinds in _kinds(service):
        for kind in kinds:
            if not of or not kind.service:
                found[1].setdefault(kind.text, []).append(name)
            elif kind.service == of:
                found[0].setdefault(kind.resource, []).append(name)
    by_resource, by_text = (_Named(glob.Index(named), named) for named in found)
    return by_resource, by_text


@cache
def _kinds(service: str) -> tuple[tuple[str, tuple[_Kind, ...]], ...]:
    types = servicedata.resource_types(service)
    return tuple(
        (name, tuple(_kind(servicedata.pattern(arn)) for arn in arns))
        for name, arns in types.items()
    )


def _kind(text: str) -> _Kind:
    arn = parse(text)
    has_service = arn is not None and arn.is_complete and not is_wildcard(arn.service)
    return _Kind(
        arn.service if arn and has_service else None,
        marked(arn.resource) if arn else "",
        marked(_PARTITION.sub("arn:aws:", text, count=1)),
    )
