from collections.abc import Iterator

from policybook.iam.arn import parse
from policybook.iam.variables import variables
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import a_resource


def _capitals(resource: str) -> str:
    """The service of an ARN, if it has capitals."""
    service = arn.service if (arn := parse(resource)) else ""
    return service if service != service.lower() and not variables(service) else ""


@rule(
    "arn-service-case",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="INVALID_ARN_SERVICE_CASE",
    given=a_resource(_capitals),
)
def arn_service_case(statement: Statement, _: Context) -> Iterator[Finding]:
    """The service in an ARN is written in lower case.

    Upper and lower case count in ARNs, other than in actions: `arn:aws:S3:::acme` matches no
    bucket (IAM User Guide: IAM JSON policy elements, Resource).
    """
    for place, resource in statement.each("Resource", "NotResource", where=_capitals):
        service = _capitals(resource)
        message = f"`{shown(service)}` in `{shown(resource)}` matches nothing: write it"
        yield Finding(place, f"{message} `{shown(service.lower())}`")
