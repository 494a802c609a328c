"""Which versions of a policy the update history announces, and which it should."""

from __future__ import annotations

from typing import Protocol

from policybook.model import About, Change, Policy, UpdateKind, Version

_ANNOUNCING = frozenset((UpdateKind.NEW, UpdateKind.UPDATED))


class History(Protocol):
    """What knows the changes of all services, as a catalogue does."""

    def service(self, id: str, /) -> About:  # noqa: A002 - as of a catalogue
        """What is said of a service."""

    def changes_of(self, name: str, /) -> tuple[Change, ...]:
        """The changes that name a policy, newest first."""


def announced(policy: Policy, history: History) -> frozenset[int | None]:
    """The versions that changes announce, under a former name of the policy too.

    None is among them where a change names the policy without a version.
    """
    return frozenset(
        ref.version
        for name in (policy.name, *policy.formerly)
        for change in history.changes_of(name)
        for update in change.updates
        if update.kind in _ANNOUNCING
        for ref in update.policies
        if ref.name == name
    )


def unannounced(policy: Policy, history: History) -> tuple[Version, ...]:
    """The versions that a change should announce and none does.

    A version counts if it is from `tracking_since` of the service or later, and one without a
    date if an older version counts or is announced. Where the service does not say since when it
    tracks changes, all versions count from the first that is announced. A change that names the
    policy without a version may announce any of them; then none is missing for sure.
    """
    named = announced(policy, history)
    if None in named:
        return ()
    since = history.service(policy.service).tracking_since
    counts = since is None and not named
    found = []
    for version in policy.versions:
        if since and version.date:
            counts = version.date >= since
        if version.number in named:
            counts = True
        elif counts:
            found.append(version)
    return tuple(found)
