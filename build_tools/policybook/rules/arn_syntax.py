from collections.abc import Iterator

from policybook.iam.arn import PARTITIONS, Arn, parse
from policybook.iam.pattern import is_wildcard
from policybook.iam.variables import variables
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import a_resource


def _fault(text: str) -> str | None:
    if text == "*":
        return None
    arn = parse(text)
    return _fault_of(arn, text) if arn else _why_no_arn(text)


@rule(
    "arn-syntax",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="INVALID_ARN_PREFIX",
    every_version=True,
    given=a_resource(_fault),
)
def arn_syntax(statement: Statement, _: Context) -> Iterator[Finding]:
    """A resource is `*` or an ARN that names its service.

    An ARN is `arn:partition:service:region:account:resource`; parts that do not apply are empty,
    but their colons stay, as in `arn:aws:s3:::acme/*`. IAM refuses other texts, and wildcards in
    the service (IAM User Guide: IAM JSON policy elements, Resource; IAM identifiers).
    """
    for place, resource in statement.each("Resource", "NotResource", where=_fault):
        yield Finding(place, f"`{shown(resource)}` {_fault(resource)}")


def _why_no_arn(text: str) -> str:
    if text != text.strip():
        return "has a space at its start or end: remove it"
    if text.lower().startswith("arn:"):
        return "does not start with `arn` in lower case: write it so"
    if text.partition(":")[0] in PARTITIONS:
        return "is no ARN, since it starts with the partition: write `arn:` before it"
    return "is neither `*` nor an ARN: write one as in `arn:aws:s3:::bucket/key`"


def _fault_of(arn: Arn, text: str) -> str | None:
    if not arn.service:
        return "names no service: it stands after the partition, as in `arn:aws:s3:::bucket`"
    if is_wildcard(arn.service) or variables(arn.service):
        return "has a wildcard for the service: write an ARN for each service, or `*` alone"
    # IAM takes the parts that are missing at the end for `*`, but not if others are empty, nor
    # in ARNs of these two services, whose Region has to be empty.
    if not arn.is_complete and ("::" in text or arn.service in ("iam", "s3")):
        return "has too few colons: an ARN has five, also where nothing stands between them"
    return None
