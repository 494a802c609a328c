from collections.abc import Iterator

from policybook import prose
from policybook.iam.actions import operations
from policybook.iam.pattern import prefix
from policybook.model import Catalogue, Prose, Service
from policybook.rule import Finding, rule


@rule("link-mismatch", on=Prose)
def link_mismatch(text: Prose, _: Catalogue) -> Iterator[Finding]:
    """A link whose text names an operation goes to that operation's page."""
    reference = text.service.api_reference
    if reference is None:
        return
    names = _operations(text.service)
    for link in prose.links(prose.parse(text.text.markdown, text.service.links)):
        url = reference.url(link.text) if link.text in names else None
        if url and link.target != url:
            place = text.text.at.at(link.target)
            yield place, f"`{link.text}` is documented at {url}, not at {link.target}"


def _operations(service: Service) -> set[str]:
    """The operations of a service: those of its documents and those that are known."""
    named = {
        action.partition(":")[2]
        for policy in service.policies
        for version in policy.versions
        for statement in version.document.statements
        for action in statement.actions
        if prefix(action) in service.prefixes
    }
    return named.union(*(operations(name).values() for name in service.prefixes))
