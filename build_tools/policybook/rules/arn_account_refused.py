from collections.abc import Iterator

from policybook.iam.arn import has_needless_account, parse
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import a_resource


def _has_account(resource: str) -> bool:
    arn = parse(resource)
    return arn is not None and arn.is_complete and has_needless_account(arn)


@rule(
    "arn-account-refused",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="ARN_ACCOUNT_NOT_ALLOWED",
    given=a_resource(_has_account),
)
def arn_account_refused(statement: Statement, _: Context) -> Iterator[Finding]:
    """ARNs of S3 buckets and objects have no account.

    The name of a bucket is unique in all accounts, so an ARN of a bucket with an account matches
    nothing (Service Authorization Reference: Amazon S3). To say whose bucket it is, use the
    condition key `aws:ResourceAccount`.
    """
    for place, resource in statement.each("Resource", "NotResource", where=_has_account):
        message = "has an account, but ARNs of buckets have none: leave it empty"
        yield Finding(place, f"`{shown(resource)}` {message}")
