from collections.abc import Iterator

from policybook import prose
from policybook.model import Catalogue, Prose
from policybook.rule import Finding, rule


@rule("markup-unsupported", on=Prose)
def markup_unsupported(text: Prose, _: Catalogue) -> Iterator[Finding]:
    """Prose has no headings and no images: the page has its own, and loads nothing from elsewhere."""
    for written in prose.unsupported(prose.parse(text.text.markdown, text.service.links)):
        message = f"`{written}`: prose takes paragraphs, lists, emphasis, code marks and links"
        yield text.text.at.at(written), message
