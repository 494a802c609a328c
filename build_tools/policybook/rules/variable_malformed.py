from collections.abc import Iterator

from policybook.iam.variables import LANGUAGE_WITH_VARIABLES, malformed, texts
from policybook.model import Document
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "variable-malformed",
    on=Document,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="MISSING_BRACE_IN_VARIABLE",
    every_version=True,
)
def variable_malformed(document: Document, _: Context) -> Iterator[Finding]:
    """A policy variable has a name in braces.

    It is written as in `${aws:username}`, or with a default value in single quotes as in
    `${aws:userid, 'nobody'}` (IAM User Guide: IAM policy elements, variables). For a dollar sign
    before a brace write `${$}`.
    """
    if document.language_version != LANGUAGE_WITH_VARIABLES or not document.may_have_variables:
        return
    for statement in document.statements:
        for place, text in texts(statement):
            if found := malformed(text):
                yield Finding(place.at(found), f"`{shown(found)}` {_fault(found)}")


def _fault(variable: str) -> str:
    if not variable.endswith("}"):
        return "has no `}` at its end: add it, or write `${$}` for a dollar sign"
    name, comma, _ = variable[2:-1].partition(",")
    if not name.strip():
        return "names nothing: write one as in `${aws:username}`, or `${$}` for a dollar sign"
    if name != name.strip() or " " in name.partition("/")[0]:
        return "has a space in its name: remove it"
    if comma:
        return "has a default value that is not written as in `${aws:userid, 'nobody'}`"
    return "is no policy variable: write one as in `${aws:username}`"
