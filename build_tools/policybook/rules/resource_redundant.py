from collections.abc import Iterator

from policybook.iam.redundancy import redundant_resources
from policybook.iam.variables import LANGUAGE_WITH_VARIABLES, may_have_variables
from policybook.model import Document
from policybook.problem import REMOVE, Edit, Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "resource-redundant",
    on=Document,
    severity=Severity.HINT,
    alias="REDUNDANT_RESOURCE",
    fixable=True,
)
def resource_redundant(document: Document, _: Context) -> Iterator[Finding]:
    """No resource stands beside a wildcard that covers it.

    With `arn:aws:s3:::acme/*` in the same statement, `arn:aws:s3:::acme/team/*` changes nothing.
    Readers wonder which of the two is meant (IAM User Guide: IAM policy validation check
    reference). A bucket and its objects may be named apart.
    """
    has_variables = document.language_version == LANGUAGE_WITH_VARIABLES
    for statement in document.statements:
        covering = redundant_resources(
            resource
            for resource in (*statement.resources, *statement.not_resources)
            if has_variables or not may_have_variables(resource)
        )
        for place, resource in statement.each(
            "Resource", "NotResource", where=covering.__contains__
        ):
            message = f"`{shown(covering[resource])}` covers `{shown(resource)}`: remove it"
            yield Finding(place, message, (Edit(place, REMOVE),))
