import re
from collections.abc import Iterator

from policybook import prose
from policybook.iam.actions import operations
from policybook.iam.pattern import prefix
from policybook.model import Prose, Service
from policybook.rule import Context, Finding, rule

_OPERATION = re.compile(r"[A-Za-z0-9]+")
_SEVERAL_WORDS = re.compile(r"[A-Z].*[a-z0-9][A-Z].*")


@rule("link-mismatch", on=Prose)
def link_mismatch(text: Prose, _: Context) -> Iterator[Finding]:
    """A link whose text names an operation goes to that operation's page.

    The page is the one that the API reference in service.yaml gives. Where that is wrong for an
    operation, add the right one to the exceptions there.
    """
    reference = text.service.api_reference
    if reference is None:
        return
    for link in prose.look(text.text.markdown, text.service.links).links:
        if not _OPERATION.fullmatch(link.text) or not prose.is_safe(link.target):
            continue
        url = reference.url(link.text)
        if url and link.target != url and _is_operation(link.text, text.service):
            message = f"`{link.text}` is documented at {url}, not at {link.target}"
            yield Finding(text.text.at.at(link.word), message)


def _is_operation(name: str, service: Service) -> bool:
    """Whether the service has the operation, as far as is known or its documents say."""
    if any(name in operations(known).values() for known in service.prefixes):
        return True
    # Looking through all documents takes a while, and `Guide` is hardly an operation.
    return bool(_SEVERAL_WORDS.fullmatch(name)) and any(
        action.partition(":")[2] == name and prefix(action) in service.prefixes
        for policy in service.policies
        for version in policy.versions
        for statement in version.document.statements
        for action in statement.actions
    )
