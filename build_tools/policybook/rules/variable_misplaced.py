from collections.abc import Iterator

from policybook.iam.arn import parse
from policybook.iam.variables import LANGUAGE_WITH_VARIABLES, may_have_variables, variables
from policybook.model import Document
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule(
    "variable-misplaced",
    on=Document,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
)
def variable_misplaced(document: Document, _: Context) -> Iterator[Finding]:
    """Variables stand in the last part of an ARN only.

    A policy variable takes the place of the resource or a part of it, after the fifth colon, and
    not that of a Region or an account (IAM User Guide: IAM policy elements, variables). IAM
    takes such a document, but the ARN need not match what it is meant to.
    """
    if document.language_version != LANGUAGE_WITH_VARIABLES or not document.may_have_variables:
        return
    for statement in document.statements:
        for place, resource in statement.each("Resource", "NotResource", where=may_have_variables):
            arn = parse(resource)
            # IAM refuses those before the Region; `arn-syntax` and `arn-partition-unknown` tell.
            parts = (arn.region, arn.account) if arn else ()
            for name in (name for part in parts for name in variables(part)):
                message = "stands before the last part of the ARN: write what is there, or `*`"
                yield Finding(place.at(name), f"`{name}` {message}")
