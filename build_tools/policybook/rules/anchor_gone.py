from collections.abc import Iterator

from policybook.addresses import Address
from policybook.forwarding.aliases import Kind, Named
from policybook.forwarding.forwarding import Forwarding
from policybook.forwarding.reading import subject
from policybook.model import Catalogue
from policybook.problem import Place
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule("anchor-gone", on=Catalogue)
def anchor_gone(catalogue: Catalogue, _: Context) -> Iterator[Finding]:
    """A page or an anchor that was published leads somewhere for good.

    `anchors.lock` has all of them. Whoever renames, moves or removes a policy, a grouping, a change
    or a service says under `aliases` of what took its place what it was before; the site then leads
    old links there. If something was published by mistake, so that nobody can have a link to it, its
    line in `anchors.lock` is marked with `gone: ` and the reason.
    """
    if catalogue.lock is None or catalogue.unread or catalogue.has_unread_changes:
        return
    forwarding = Forwarding(catalogue)
    lost: dict[Named, list[tuple[Place, Address]]] = {}
    for index, (text, gone) in enumerate(catalogue.lock.entries):
        address = Address.parse(text)
        if gone is None and forwarding.lead(address) is None:
            named = subject(address, catalogue)
            lost.setdefault(named, []).append((catalogue.lock.at / index, address))
    for named, found in lost.items():
        place, address = found[0]
        more = f" and {len(found) - 1:,} more of it" if len(found) > 1 else ""
        at, how = _mended(named, catalogue)
        message = f"`{shown(str(address))}`{more} was published and leads nowhere now: {how}"
        yield Finding(at or place, message)


def _mended(named: Named, catalogue: Catalogue) -> tuple[Place | None, str]:
    """Where and how to say what took the place of something; no place where none is known."""
    kind, name = named
    owner, _, old = name.partition("/" if kind is Kind.POLICY else "#")
    services = {service.id: service.at for service in catalogue.services}
    match kind:
        case Kind.GROUPING:
            how = f"put `{old}` under `aliases` in the grouping that took its place"
            return catalogue.policies[owner].at / "groupings", how
        case Kind.CHANGE:
            how = f"put `{old}` under `aliases` in the change that took its place"
            return services.get(owner), how
        case Kind.SERVICE:
            how = f"put `{name}` under `aliases` in the service.yaml that took its place"
            return None, how
    policy = catalogue.policies.get(old)
    if policy is None:
        how = f"put `{old}` under `aliases` in the policy.yaml that took its place"
        return services.get(owner), how
    if policy.service == owner:
        return policy.at, "restore it, or mark its line in anchors.lock with `gone: ` and why"
    how = f"put `{name}` under `aliases`, since `{old}` is in `{policy.service}` now"
    return policy.at, how
