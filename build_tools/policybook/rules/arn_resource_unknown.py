from collections.abc import Iterator

from policybook.iam.arn import is_strange_to_iam, parse
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import a_resource


def _is_strange(resource: str) -> bool:
    arn = parse(resource)
    return arn is not None and arn.is_complete and is_strange_to_iam(arn)


@rule(
    "arn-resource-unknown",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="INVALID_ARN_RESOURCE",
    every_version=True,
    given=a_resource(_is_strange),
)
def arn_resource_unknown(statement: Statement, _: Context) -> Iterator[Finding]:
    """An ARN of IAM says what kind of resource it names.

    The last part of an ARN of IAM is `*` or starts with a kind, as in `role/`, `user/` or
    `policy/`; IAM refuses others (IAM User Guide: IAM identifiers, IAM ARNs).
    """
    for place, resource in statement.each("Resource", "NotResource", where=_is_strange):
        if arn := parse(resource):
            message = f"`{shown(arn.resource)}` in `{shown(resource)}` names no kind of resource"
            yield Finding(place, f"{message} of IAM: start it as in `role/` or `user/`")
