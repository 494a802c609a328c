"""The names of resources: what IAM takes as an ARN (IAM User Guide: IAM identifiers, IAM ARNs).

An ARN is `arn:partition:service:region:account:resource`. In a policy it is a pattern: `*` and `?`
stand in any part but the service, variables in the last part only (IAM User Guide: IAM JSON
policy elements, Resource).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from policybook.iam import resources
from policybook.iam.pattern import is_wildcard, overlaps
from policybook.iam.variables import split, variables

PARTITIONS = (
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
    "aws-eusc",
)
"""The partitions of AWS, each a group of Regions with accounts of its own."""

_IAM_TYPES = (
    "user/",
    "group/",
    "role/",
    "policy/",
    "instance-profile/",
    "server-certificate/",
    "saml-provider/",
    "oidc-provider/",
    "mfa/",
    "sms-mfa/",
    "federated-user/",
    "assumed-role/",
    "report/",
    "access-report/",
    "role-template/",
    "delegation-request/",
    "contextProvider/",
    "root",
)
_REGIONAL_S3_TYPES = (
    "accesspoint/",
    "accesspoint:",
    "access-grants/",
    "job/",
    "storage-lens/",
    "storage-lens-group/",
    "async-request/",
)
_OWNERS = ("aws", "aws-marketplace", "amazon", "cloudfront")
_ACCOUNT = re.compile(r"[0-9]{12}")
_HEAD = re.compile(r"[^*?$]*")


@dataclass(frozen=True, slots=True)
class Arn:
    """An ARN as a policy writes it. Parts that are left out at its end are empty."""

    partition: str
    service: str
    region: str
    account: str
    resource: str
    is_complete: bool

    @property
    def head(self) -> tuple[str, str, str, str]:
        """The parts before the resource, which the fifth colon ends."""
        return self.partition, self.service, self.region, self.account


@lru_cache(maxsize=16384)
def parse(text: str) -> Arn | None:
    """The ARN that a text is; None where it does not start as one."""
    prefix, *parts = split(text, ":", 5)
    if prefix != "arn" or not parts:
        return None
    partition, service, region, account, resource = (*parts, *[""] * (5 - len(parts)))
    return Arn(partition, service, region, account, resource, len(parts) == 5)


def is_partition(text: str) -> bool:
    """Whether a part of an ARN names or matches a partition of AWS."""
    if is_wildcard(text):
        return any(overlaps(text, partition) for partition in PARTITIONS)
    return text in PARTITIONS


def is_account(text: str) -> bool:
    """Whether a part of an ARN can be an account: nothing, 12 digits, an owner at AWS, a pattern."""
    is_pattern = is_wildcard(text) or bool(variables(text))
    return is_pattern or text in ("", *_OWNERS) or _ACCOUNT.fullmatch(text) is not None


def covers(one: str, other: str) -> bool:
    """Whether a resource matches all that another does, whether or not `*` reaches beyond a part.

    So it is safe to leave the other out. Texts that are no whole ARNs cover nothing.
    """
    if one == "*":
        return True
    wide, narrow = parse(one), parse(other)
    if not (wide and narrow and wide.is_complete and narrow.is_complete):
        return False
    pairs = zip((*wide.head, wide.resource), (*narrow.head, narrow.resource), strict=True)
    return all(resources.covers(*pair) for pair in pairs)


def has_needless_region(arn: Arn) -> bool:
    """Whether a Region stands in the ARN of a resource that has none: all of IAM, S3 buckets."""
    if not arn.region.strip("*") or variables(arn.region):
        return False
    if arn.service == "s3":
        return not _may_start(arn.resource, _REGIONAL_S3_TYPES)
    return arn.service == "iam"


def has_needless_account(arn: Arn) -> bool:
    """Whether an account stands in the ARN of a bucket or an object, whose names are global."""
    is_s3 = arn.service == "s3" and not arn.region
    return bool(is_s3 and arn.account.strip("*")) and not _may_start(
        arn.resource, _REGIONAL_S3_TYPES
    )


def is_strange_to_iam(arn: Arn) -> bool:
    """Whether the ARN is one of IAM that names no kind of resource that IAM has."""
    return arn.service == "iam" and not _may_start(arn.resource, _IAM_TYPES)


def _may_start(pattern: str, starts: tuple[str, ...]) -> bool:
    """Whether something that a pattern matches starts with one of `starts`."""
    match = _HEAD.match(pattern)
    head = match.group() if match else ""
    is_open = len(head) < len(pattern)
    return head.startswith(starts) or (is_open and any(start.startswith(head) for start in starts))
