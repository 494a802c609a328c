from collections.abc import Iterator

from policybook import prose
from policybook.model import Prose
from policybook.rule import Context, Finding, rule


@rule("link-refused", on=Prose)
def link_refused(text: Prose, _: Context) -> Iterator[Finding]:
    """A link in prose goes to a web address or a mail address.

    The same text stands on several pages of the site, so it has no relative links. The name of
    a policy in code marks becomes a link to that policy by itself.
    """
    for link in prose.look(text.text.markdown, text.service.links).links:
        if not prose.is_safe(link.target):
            target = f"`{link.target}`" if link.target else "an empty address"
            message = f"{target} cannot be linked to: start the address with https:// or mailto:"
            yield Finding(text.text.at.at(link.word), message)
