from collections.abc import Iterator
from typing import Any

from policybook.iam.size import refused_character
from policybook.model import Document
from policybook.problem import Place, Severity
from policybook.rule import Context, Finding, rule


@rule(
    "document-character",
    on=Document,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    every_version=True,
)
def document_character(document: Document, _: Context) -> Iterator[Finding]:
    """A document has only characters up to U+00FF.

    IAM takes tabs, line ends and the characters from U+0020 to U+00FF (IAM User Guide: IAM and AWS
    STS quotas, IAM name requirements). A dash or quotation mark from a text processor is beyond.
    """
    if document.is_plain:
        return
    for place, text in _texts(document.at, document.data):
        if found := refused_character(text):
            shown = f"`{found}` " if found.isprintable() and found != "`" else ""
            message = f"the character {shown}(U+{ord(found):04X}) is none that IAM takes"
            yield Finding(
                place.at(found), f"{message}: write a plain one, up to U+00FF, in its place"
            )


def _texts(place: Place, value: Any) -> Iterator[tuple[Place, str]]:
    """Every text in a document, keys too."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield place.key(key), key
            yield from _texts(place / key, inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(place / index, inner)
