from collections.abc import Iterator

from policybook.iam.exposure import data_of, open_data
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.words import some


@rule("data-unconstrained", on=Statement, customer=Severity.WARNING, aws_managed=None)
def data_unconstrained(statement: Statement, _: Context) -> Iterator[Finding]:
    """Data and secrets are read from named resources, or under a condition.

    Actions such as `s3:GetObject` and `secretsmanager:GetSecretValue` only read, and what they
    read may be worth more than what others write (IAM User Guide: security best practices, grant
    least privilege).
    """
    found = open_data(statement)
    if found:
        place, first = found[0]
        message = (
            f"with {some([action for _, action in found])} this reads {data_of(first)}: "
            "name the resources, or add a condition"
        )
        yield Finding(place, message)
