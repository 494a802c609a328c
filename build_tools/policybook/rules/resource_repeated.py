from collections.abc import Iterator

from policybook.model import Statement
from policybook.problem import REMOVE, Edit, Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "resource-repeated",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="REDUNDANT_RESOURCE",
    fixable=True,
)
def resource_repeated(statement: Statement, _: Context) -> Iterator[Finding]:
    """Each resource stands once in its statement.

    A resource that stands twice changes nothing, and often another one was meant (IAM User Guide:
    IAM policy validation check reference).
    """
    listed = (*statement.resources, *statement.not_resources)
    if len(listed) == len(set(listed)):
        return
    seen: set[str] = set()
    for place, resource in statement.each("Resource", "NotResource"):
        if resource in seen:
            message = f"`{shown(resource)}` stands in this statement already: remove it"
            yield Finding(place, message, (Edit(place, REMOVE),))
        seen.add(resource)
