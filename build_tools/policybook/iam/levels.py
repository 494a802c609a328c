"""Which access levels a document gives, and which of them a change of it opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from policybook.iam.actions import AccessLevel, access_level, expand
from policybook.iam.meaning import Selection, meanings
from policybook.iam.pattern import prefix
from policybook.model import Document, Effect

Level = tuple[str, AccessLevel]


def levels(document: Document) -> frozenset[Level]:
    """The service prefixes and access levels of all known actions that statements allow."""
    allowing = (m.actions for m in meanings(document) if m.effect is Effect.ALLOW)
    return frozenset[Level]().union(*map(_of, allowing))


def opened(old: Document, new: Document) -> Mapping[str, tuple[AccessLevel, ...]]:
    """The access levels that the new document gives and the old did not, by service prefix."""
    return _by_service(levels(new) - levels(old))


def levels_of(pattern: str) -> tuple[AccessLevel, ...]:
    """The access levels of the known actions that a pattern matches, in their order."""
    found = {level for _, level in _of_pattern(pattern.lower())}
    return tuple(level for level in AccessLevel if level in found)


def _by_service(found: Iterable[Level]) -> Mapping[str, tuple[AccessLevel, ...]]:
    """Access levels in their order, by service prefix in alphabetical order."""
    order = [*AccessLevel]
    services: dict[str, list[AccessLevel]] = {}
    for service, level in sorted(found, key=lambda pair: (pair[0], order.index(pair[1]))):
        services.setdefault(service, []).append(level)
    return {service: tuple(of_it) for service, of_it in services.items()}


def _of(actions: Selection) -> frozenset[Level]:
    if not actions.all_but:
        return frozenset[Level]().union(*map(_of_pattern, actions.patterns))
    return _of_names(name for name in expand("*") if not actions.index.covers(name.lower()))


@lru_cache(maxsize=16384)
def _of_pattern(pattern: str) -> frozenset[Level]:
    return _of_names(expand(pattern))


def _of_names(names: Iterable[str]) -> frozenset[Level]:
    return frozenset((prefix(name), level) for name in names if (level := access_level(name)))
