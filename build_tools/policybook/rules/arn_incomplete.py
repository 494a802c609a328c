from collections.abc import Iterator

from policybook.iam.arn import parse
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import a_resource


def _fault(resource: str) -> str | None:
    arn = parse(resource)
    # What IAM would not take is told by `arn-syntax` and `arn-resource-unknown`.
    if not arn or arn.service in ("", "iam"):
        return None
    if not arn.is_complete and arn.service != "s3" and "::" not in resource:
        return "stops before the resource, and IAM reads the rest as `*`: write all parts"
    if arn.is_complete and not arn.resource:
        return "names no resource after the last colon: name one, or all with `*`"
    return None


@rule(
    "arn-incomplete",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="MISSING_ARN_FIELD",
    given=a_resource(_fault),
)
def arn_incomplete(statement: Statement, _: Context) -> Iterator[Finding]:
    """An ARN has all its parts.

    IAM takes some ARNs that stop early and reads what is missing as `*`, so that more is meant
    than is written. An ARN is `arn:partition:service:region:account:resource`, and the resource
    is not empty (IAM User Guide: IAM identifiers, IAM ARNs).
    """
    for place, resource in statement.each("Resource", "NotResource", where=_fault):
        yield Finding(place, f"`{shown(resource)}` {_fault(resource)}")
