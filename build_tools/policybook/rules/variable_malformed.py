from collections.abc import Iterator

from policybook.iam.variables import LANGUAGE_WITH_VARIABLES, malformed, texts
from policybook.model import Version
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "variable-malformed",
    on=Version,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="MISSING_BRACE_IN_VARIABLE",
    every_version=True,
)
def variable_malformed(version: Version, _: Context) -> Iterator[Finding]:
    """A policy variable has a name in braces.

    It is written as in `${aws:username}`, or with a default value in single quotes as in
    `${aws:userid, 'nobody'}` (IAM User Guide: IAM policy elements, variables). For a dollar sign
    before a brace write `${$}`.
    """
    document = version.document
    if document.language_version != LANGUAGE_WITH_VARIABLES:
        return
    for statement in document.statements:
        for place, text in texts(statement):
            if found := malformed(text):
                fault = "is no policy variable" if found.endswith("}") else "has no `}` at its end"
                hint = "write one as in `${aws:username}`, or `${$}` for a dollar sign"
                yield Finding(place.at(found), f"`{shown(found)}` {fault}: {hint}")
