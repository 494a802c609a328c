from collections.abc import Iterator

from policybook.iam.arn import PARTITIONS, is_partition, parse
from policybook.iam.variables import variables
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import a_resource
from policybook.words import did_you_mean


def _is_elsewhere(resource: str) -> bool:
    arn = parse(resource)
    return arn is not None and not is_partition(arn.partition)


@rule(
    "arn-partition-unknown",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="INVALID_PARTITION",
    every_version=True,
    given=a_resource(_is_elsewhere),
)
def arn_partition_unknown(statement: Statement, _: Context) -> Iterator[Finding]:
    """The partition of an ARN is one that AWS has.

    A partition is a group of Regions with accounts of its own: `aws`, or `aws-cn` for the
    Regions in China. `*` stands for all of them. IAM refuses any other name, and variables too (IAM
    User Guide: IAM identifiers, IAM ARNs).
    """
    for place, resource in statement.each("Resource", "NotResource", where=_is_elsewhere):
        if arn := parse(resource):
            yield Finding(place, _fault(arn.partition, shown(resource)))


def _fault(partition: str, resource: str) -> str:
    if not partition:
        return f"`{resource}` names no partition: write one after `arn:`, mostly `aws`"
    message = f"`{shown(partition)}` in `{resource}` is no partition of AWS"
    if variables(partition):
        return f"{message}: write its name, or `*` for all, since no variable can stand there"
    return message + (did_you_mean(partition, PARTITIONS) or f": one of {', '.join(PARTITIONS)}")
