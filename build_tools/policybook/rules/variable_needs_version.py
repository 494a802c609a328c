from collections.abc import Iterator

from policybook.iam.variables import LANGUAGE_WITH_VARIABLES, texts, variables
from policybook.model import Document
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "variable-needs-version",
    on=Document,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="VARIABLE_UNSUPPORTED_IN_VERSION",
    every_version=True,
)
def variable_needs_version(document: Document, _: Context) -> Iterator[Finding]:
    """Policy variables need the language version `2012-10-17`.

    In a document of another version, or with none, `${aws:username}` is those 15 characters and
    nothing else, so the statement does not do what it says (IAM User Guide: IAM policy elements,
    variables; IAM JSON policy elements, Version).
    """
    if document.language_version == LANGUAGE_WITH_VARIABLES or not document.may_have_variables:
        return
    for statement in document.statements:
        for place, text in texts(statement):
            if found := variables(text):
                message = f"`{shown(found[0])}` is plain text here: write"
                hint = f'`"Version": "{LANGUAGE_WITH_VARIABLES}"` at the top of the document'
                yield Finding(place.at(found[0]), f"{message} {hint}")
