"""What `aws iam get-account-authorization-details` prints.

`{Policies: [{PolicyName, Arn, Path, DefaultVersionId, PolicyVersionList: [{VersionId, CreateDate,
IsDefaultVersion, Document}]}]}`: the managed policies of an account, with those of AWS in use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policybook.importers.collection import FoundPolicy, FoundVersion
from policybook.importers.facts import Facts
from policybook.problem import Place
from policybook.source.source import Source


def fits(data: Any) -> bool:
    """Whether a value looks like that."""
    return isinstance(data, dict) and isinstance(data.get("Policies"), list)


def policies(source: Source, facts: Facts) -> Iterator[FoundPolicy | None]:
    """The managed policies in it; None for one that has no name."""
    top = source.top
    for index, value in enumerate(source.data["Policies"]):
        at = top / "Policies" / index
        policy = facts.mapping(at, value)
        name = facts.text(at, policy, "PolicyName")
        if name is None:
            facts.fault(at, "key-missing", "`PolicyName` is missing: it says which policy this is")
            yield None
        else:
            yield policy_of(at, name, policy, facts, tuple(_versions(at, policy, facts)))
    if source.data.get("IsTruncated"):
        message = "this is only the first part of the answer: let the AWS CLI fetch all pages"
        facts.fault(top / "IsTruncated", "value-invalid", message)


def policy_of(
    at: Place,
    name: str,
    policy: Mapping[str, Any],
    facts: Facts,
    versions: tuple[FoundVersion, ...],
) -> FoundPolicy:
    """A policy as IAM describes it."""
    owner = facts.owner(at / "Arn", facts.text(at, policy, "Arn"), name)
    label = facts.text(at, policy, "DefaultVersionId")
    return FoundPolicy(
        at,
        name,
        versions,
        type=owner.type if owner else None,
        account=owner.account if owner else None,
        path=owner.path if owner else facts.text(at, policy, "Path"),
        description=facts.text(at, policy, "Description") or None,
        default=facts.number(at / "DefaultVersionId", label),
    )


def version_of(at: Place, value: Any, facts: Facts) -> FoundVersion:
    """A version as IAM describes it."""
    version = facts.mapping(at, value)
    label = facts.text(at, version, "VersionId")
    return FoundVersion(
        at / "Document",
        facts.number(at / "VersionId", label),
        facts.day(at, version, "CreateDate"),
        facts.document(at, version, "Document"),
    )


def _versions(at: Place, policy: Mapping[str, Any], facts: Facts) -> Iterator[FoundVersion]:
    place = at / "PolicyVersionList"
    for index, value in enumerate(facts.listed(place, policy.get("PolicyVersionList"))):
        yield version_of(place / index, value, facts)
