from collections.abc import Iterator

from policybook.model import Document
from policybook.rule import Context, Finding, rule


@rule("sid-not-unique", on=Document, alias="UNIQUE_SIDS_REQUIRED", every_version=True)
def sid_not_unique(document: Document, _: Context) -> Iterator[Finding]:
    """Each Sid names one statement of its document.

    IAM refuses a document in which two statements share a Sid (IAM User Guide: IAM JSON policy
    elements, Sid), and a grouping by Sid would explain both.
    """
    seen: dict[str, int] = {}
    for statement in document.statements:
        if statement.sid is None:
            continue
        first = seen.setdefault(statement.sid, statement.number)
        if first != statement.number:
            message = f"statement {first} has the Sid `{statement.sid}` too: rename one"
            yield Finding(statement.at / "Sid", message)
