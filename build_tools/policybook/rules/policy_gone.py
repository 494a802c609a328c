from collections.abc import Iterator

from policybook.addresses import Address, policy_page
from policybook.model import Catalogue
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("policy-gone", on=Catalogue, severity=Severity.WARNING, needs_base=True)
def policy_gone(catalogue: Catalogue, context: Context) -> Iterator[Finding]:
    """A published policy stays in the data.

    Readers look for it. One that should no longer be used is deprecated, and one that was renamed
    has its old name among its aliases. The data is compared with the revision
    that the check is given as its base. Of what `anchors.lock` has, the check for addresses tells.
    """
    if context.base is None:
        return
    recorded = {text for text, _ in catalogue.lock.entries} if catalogue.lock else set()
    former = {name for policy in catalogue.policies.values() for name in policy.formerly}
    stood_in_for = {
        alias.text.rpartition("/")[2] for service in catalogue.services for alias in service.aliases
    }
    known = {*catalogue.known, *former, *stood_in_for}
    places = {service.id: service.at for service in catalogue.services}
    for name, policy in context.base.policies.items():
        if name not in known and str(Address(policy_page(policy))) not in recorded:
            message = f"`{name}` is published already: restore it and mark it as deprecated"
            yield Finding(
                places.get(policy.service, catalogue.at), f"{message}, or make its name an alias"
            )
