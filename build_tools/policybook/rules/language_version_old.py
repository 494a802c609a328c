from collections.abc import Iterator

from policybook.iam.variables import LANGUAGE_WITH_VARIABLES, texts, variables
from policybook.model import Document
from policybook.problem import Edit, Severity
from policybook.rule import Context, Finding, rule


@rule(
    "language-version-old",
    on=Document,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="MISSING_VERSION",
    fixable=True,
)
def language_version_old(document: Document, _context: Context) -> Iterator[Finding]:
    """A document says that it is in the language version `2012-10-17`.

    The grammar lets `Version` be left out, but then a document is taken for one of 2008, which
    knows no policy variables (IAM User Guide: IAM JSON policy elements, Version). IAM may turn
    down a new managed policy of that version. This is the version of the language, not that of
    the policy.
    """
    written = document.language_version
    # What looks like a variable would come to life; `variable-needs-version` tells of it.
    if written == LANGUAGE_WITH_VARIABLES or any(
        variables(text) for statement in document.statements for _, text in texts(statement)
    ):
        return
    place = document.at / "Version"
    told = f"`{written}` is an old version of the language" if written else "`Version` is missing"
    # A key that is missing goes where people look for it, before the statements.
    whole = {"Version": LANGUAGE_WITH_VARIABLES, **document.data}
    yield Finding(
        place if written else document.at,
        f'{told}: write `"Version": "{LANGUAGE_WITH_VARIABLES}"`',
        (Edit(place, LANGUAGE_WITH_VARIABLES) if written else Edit(document.at, whole),),
    )
