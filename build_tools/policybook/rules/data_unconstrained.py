from collections.abc import Iterator

from policybook.iam.exposure import data_of, leading, open_data
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, at_first, rule
from policybook.traits import an_action


@rule(
    "data-unconstrained",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=None,
    given=an_action(leading),
)
def data_unconstrained(statement: Statement, _: Context) -> Iterator[Finding]:
    """Data and secrets are read from named resources, or under a condition.

    Actions such as `s3:GetObject` and `secretsmanager:GetSecretValue` only read, and what they
    read may be worth more than what others write (IAM User Guide: security best practices, grant
    least privilege).
    """
    found = open_data(statement)
    if found:
        what = data_of(found[0][1])
        message = f"with {{}} this reads {what}: name the resources, or add a condition"
        yield from at_first(found, message)
