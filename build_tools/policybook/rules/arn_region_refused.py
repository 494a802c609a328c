from collections.abc import Iterator

from policybook.iam.arn import has_needless_region, parse
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import a_resource


def _without_region(resource: str) -> str | None:
    """What has no Region, where one stands in its ARN."""
    arn = parse(resource)
    if not arn or not arn.is_complete or not has_needless_region(arn):
        return None
    return {"iam": "resources of IAM have", "s3": "buckets of S3 have"}[arn.service]


@rule(
    "arn-region-refused",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="ARN_REGION_NOT_ALLOWED",
    every_version=True,
    given=a_resource(_without_region),
)
def arn_region_refused(statement: Statement, _: Context) -> Iterator[Finding]:
    """ARNs of IAM and of S3 buckets have no Region.

    The resources of IAM and the names of buckets belong to no Region, so that part of their ARNs
    is empty; IAM refuses a document that has one there (IAM User Guide: IAM identifiers, IAM
    ARNs). Other resources of S3, such as access points, have a Region.
    """
    for place, resource in statement.each("Resource", "NotResource", where=_without_region):
        message = f"`{shown(resource)}` has a Region, but {_without_region(resource)} none"
        yield Finding(place, f"{message}: leave it empty")
