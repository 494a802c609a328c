from collections.abc import Iterator

from policybook.iam.arn import is_account, parse
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import a_resource


def _fault(resource: str) -> str:
    """What stands in the place of an account and is none."""
    arn = parse(resource)
    return arn.account if arn and arn.is_complete and not is_account(arn.account) else ""


@rule(
    "arn-account-invalid",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="INVALID_ARN_ACCOUNT",
    given=a_resource(_fault),
)
def arn_account_invalid(statement: Statement, _: Context) -> Iterator[Finding]:
    """The account in an ARN has 12 digits.

    IAM takes other texts, such as a placeholder that was forgotten, but they match no resource
    (IAM User Guide: IAM identifiers, IAM ARNs). `*` stands for any account.
    """
    for place, resource in statement.each("Resource", "NotResource", where=_fault):
        message = f"`{shown(_fault(resource))}` in `{shown(resource)}` is no account: write its 12"
        yield Finding(place, f"{message} digits, or `*` for any")
