import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

from policybook import prose
from policybook.iam import actions
from policybook.iam.pattern import prefix
from policybook.model import About, Prose
from policybook.prose import Link
from policybook.rule import Context, Finding, rule

_OPERATION = re.compile(r"[A-Za-z0-9]+")
_SEVERAL_WORDS = re.compile(r"[A-Z].*[a-z0-9][A-Z].*")
_NAME = re.compile(r"[a-z0-9-]+:[A-Z]\w+|[A-Z][^:]*[a-z0-9][A-Z][^:]*")
_WORD = re.compile(r"\w[\w+=,.@:-]{0,200}\w")
_END = re.compile(r"(?:security-iam-awsmanpol-|API_)?(.+?)(?:\.html?|\.md|\$jsonEditor)?")


@rule("link-mismatch", on=Prose)
def link_mismatch(text: Prose, context: Context) -> Iterator[Finding]:
    """A link goes to what its text names.

    A text that names a policy here or an operation, and an address that ends in the name of
    another one, do not belong together. An operation of the service itself goes to the page that
    the API reference in service.yaml gives; where that is wrong for an operation, add the right
    one to the exceptions there.
    """
    for link in prose.look(text.text.markdown, text.service.links).links:
        if not prose.is_safe(link.target):
            continue
        place = text.text.at.at(link.word)
        url = _documented(link.text, text.service, context)
        if url:
            if link.target != url:
                message = f"`{link.text}` is documented at {url}, not at {link.target}"
                yield Finding(place, message)
        elif pair := _differ(link, text.service, context):
            named, found = pair
            message = f"the text names `{named}`, and the address `{found}`"
            yield Finding(place, f"{message}: mend one of the two")


def _documented(name: str, service: About, context: Context) -> str | None:
    """Where the API reference has an operation; None if it is none."""
    if not service.api_reference or not _OPERATION.fullmatch(name):
        return None
    url = service.api_reference.url(name)
    return url if url and _is_operation(name, service, context) else None


def _differ(link: Link, service: About, context: Context) -> tuple[str, str] | None:
    """What a text names and what its address does, where both are known and not the same."""
    words = [word for word in _WORD.findall(link.text) if _NAME.fullmatch(word)]
    if not words:
        return None
    ends = [*_ends(link.target)]
    services = (*service.prefixes, *map(prefix, words))
    lookups: list[Callable[[str], str | None]] = [context.now]
    lookups += (actions.operations(name).get for name in services)
    for lookup in lookups:
        named = {found for word in words if (found := lookup(_bare(word)))}
        target = next((found for end in ends if (found := lookup(_bare(end)))), None)
        if len(named) == 1 and target and target not in named:
            return named.pop(), target
    return None


def _bare(word: str) -> str:
    """A name as it is looked up, an action without its prefix."""
    return word.lower().rpartition(":")[2]


def _ends(target: str) -> Iterator[str]:
    """What the anchor or the last part of an address may name."""
    parts = urlsplit(target)
    for part in (parts.fragment, parts.path.rstrip("/")):
        match = _END.fullmatch(unquote(part.rpartition("/")[2]))
        if match:
            yield match.group(1)
            yield match.group(1).rpartition("-")[2]


def _is_operation(name: str, service: About, context: Context) -> bool:
    """Whether the service has the operation, as far as is known or its documents say."""
    if any(name in actions.operations(known).values() for known in service.prefixes):
        return True
    # Looking through all documents takes a while, and `Guide` is hardly an operation.
    return bool(_SEVERAL_WORDS.fullmatch(name)) and any(
        action.partition(":")[2] == name and prefix(action) in service.prefixes
        for policy in context.policies_of(service.id)
        for statement in policy.statements
        for action in statement.actions
    )
