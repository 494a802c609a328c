from collections.abc import Iterator

from policybook.model import Service
from policybook.rule import Context, Finding, rule
from policybook.words import did_you_mean


@rule("policy-unknown", on=Service)
def policy_unknown(service: Service, context: Context) -> Iterator[Finding]:
    """The policies that a service shows exist, in its own folder or another service's."""
    for index, name in enumerate(service.shows):
        if not context.is_known(name):
            now = context.now(name)
            message = f"there is no policy `{name}`{did_you_mean(name, context.known)}"
            if context.is_recorded(name) or context.is_gone(name):
                message = f"`{name}` is here no more: take it out of the list"
            if now:
                message = f"`{name}` is called `{now}` now: write that"
            yield Finding(service.at / "policies" / index, message)
