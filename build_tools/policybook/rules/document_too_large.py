from collections.abc import Iterator

from policybook.iam.size import MOST_CHARACTERS, size
from policybook.model import Document
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule(
    "document-too-large",
    on=Document,
    customer=Severity.ERROR,
    aws_managed=None,
    every_version=True,
)
def document_too_large(document: Document, _: Context) -> Iterator[Finding]:
    """A document has at most 6,144 characters, white space not counted.

    IAM refuses a larger customer managed policy (IAM User Guide: IAM and AWS STS quotas). What AWS
    publishes itself may be larger.
    """
    characters = size(document.data)
    if characters > MOST_CHARACTERS:
        yield Finding(
            document.at,
            f"the document has {characters:,} characters without white space, and IAM takes "
            f"{MOST_CHARACTERS:,}: name actions by wildcards, or make two policies of it",
        )
