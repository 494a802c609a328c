from collections.abc import Iterator

from policybook.model import Catalogue, Service
from policybook.rule import Finding, rule
from policybook.words import did_you_mean


@rule("policy-unknown", on=Service)
def policy_unknown(service: Service, catalogue: Catalogue) -> Iterator[Finding]:
    """The policies that a service shows exist, in its own folder or another service's."""
    for index, name in enumerate(service.shows):
        if name not in catalogue.policies and name not in catalogue.unread:
            hint = did_you_mean(name, [*catalogue.policies, *sorted(catalogue.unread)])
            yield service.at / "policies" / index, f"there is no policy `{name}`{hint}"
