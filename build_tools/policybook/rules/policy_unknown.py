from collections.abc import Iterator

from policybook.model import Service
from policybook.rule import Context, Finding, rule
from policybook.words import did_you_mean


@rule("policy-unknown", on=Service)
def policy_unknown(service: Service, context: Context) -> Iterator[Finding]:
    """The policies that a service shows exist, in its own folder or another service's."""
    for index, name in enumerate(service.shows):
        if name not in context.catalogue.known:
            now = context.catalogue.names.get(name.lower())
            message = f"there is no policy `{name}`{did_you_mean(name, context.catalogue.known)}"
            if name in context.catalogue.recorded or name in context.catalogue.gone:
                message = f"`{name}` is here no more: take it out of the list"
            if now:
                message = f"`{name}` is called `{now}` now: write that"
            yield Finding(service.at / "policies" / index, message)
