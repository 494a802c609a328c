from collections.abc import Iterator

from policybook import prose
from policybook.model import Prose
from policybook.rule import Context, Finding, rule


@rule("markup-unsupported", on=Prose)
def markup_unsupported(text: Prose, _: Context) -> Iterator[Finding]:
    """Prose is paragraphs, lists, emphasis, code marks and links.

    A page has headings of its own and loads no images, and what a cell of a table cannot hold,
    such as a block of code or a quotation, would be lost there.
    """
    for mark in prose.look(text.text.markdown, text.service.links).unsupported:
        message = (
            f"this is {mark.text}; prose has paragraphs, lists, emphasis, code marks and links"
        )
        yield Finding(text.text.at.at(mark.word), message)
