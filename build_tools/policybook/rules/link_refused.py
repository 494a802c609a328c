from collections.abc import Iterator

from policybook import prose
from policybook.model import Catalogue, Prose
from policybook.rule import Finding, rule


@rule("link-refused", on=Prose)
def link_refused(text: Prose, _: Catalogue) -> Iterator[Finding]:
    """A link in prose goes to a web address or a mail address.

    The same text stands on several pages of the site, so it has no relative links. The name of
    a policy in code marks becomes a link to that policy by itself.
    """
    tokens = prose.parse(text.text.markdown, text.service.links)
    for target in prose.refused_links(tokens):
        message = f"`{target}` cannot be linked to: write an address that starts with https://"
        yield text.text.at.at(target), message
