from collections.abc import Collection, Iterator

from policybook.addresses import Address
from policybook.forwarding.aliases import Kind, Named
from policybook.forwarding.forwarding import Forwarding
from policybook.forwarding.reading import about
from policybook.model import Catalogue
from policybook.problem import Place
from policybook.rule import Context, Finding, at_first, rule
from policybook.source.names import policy_fault, service_fault
from policybook.source.shown import shown


@rule("anchor-gone", on=Catalogue)
def anchor_gone(catalogue: Catalogue, context: Context) -> Iterator[Finding]:
    """A page or an anchor that was published leads somewhere for good.

    `anchors.lock` has all of them. Whoever renames, moves or removes a policy, a grouping, a change
    or a service says under `aliases` of what took its place what it was before; the site then leads
    old links there. `policybook anchors --base REV`, with the revision that is published, takes out
    what never was. If something was published by mistake, so that nobody can have a link to it, its
    line in `anchors.lock` is marked with `gone: ` and the reason.
    """
    if catalogue.lock is None or catalogue.unread or catalogue.has_unread_changes:
        return
    forwarding = Forwarding(catalogue)
    published = _recorded(context.base)
    unpublished: list[tuple[Place, str]] = []
    lost: dict[Named | str, list[tuple[Address, Place]]] = {}
    for index, (text, gone) in enumerate(catalogue.lock.entries):
        address = Address.parse(text)
        if gone or forwarding.lead(address):
            continue
        if published is not None and text not in published:
            unpublished.append((catalogue.lock.at / index, text))
        else:
            cause = _missing(address, forwarding) or address.page
            lost.setdefault(cause, []).append((address, catalogue.lock.at / index))
    yield from at_first(
        unpublished, "{} was never published: `policybook anchors --base REV` takes it out"
    )
    for cause, found in lost.items():
        address, line = min(found, key=lambda one: (bool(one[0].anchor), len(str(one[0]))))
        place, how = _mended(cause, address, len(found), forwarding)
        more = f" (and {len(found) - 1:,} more with it)" if len(found) > 1 else ""
        message = f"`{shown(str(address))}` was published and leads nowhere now{more}: {how}"
        if context.base is None:
            message += "; if it never was published, `policybook anchors --base REV` takes it out"
        yield Finding(place or line, message)


def _recorded(base: Catalogue | None) -> Collection[str] | None:
    """What is published, as far as that is known."""
    if base is None:
        return None
    return {text for text, _ in base.lock.entries} if base.lock else ()


def _missing(address: Address, forwarding: Forwarding) -> Named | None:
    """The outermost thing that an address is about and that is not there, by the alias it needs."""
    for own, (kind, name) in about(address):
        if forwarding.lead(own) is None:
            match kind:
                case Kind.POLICY:
                    service, _, policy = name.partition("/")
                    if policy not in forwarding.catalogue.policies:
                        return None if policy_fault(policy) else (kind, policy)
                    return kind, f"{forwarding.now(service)}/{policy}"
                case Kind.CHANGE:
                    service, _, change = name.partition("#")
                    return kind, f"{forwarding.now(service)}#{change}"
                case Kind.SERVICE if service_fault(name):
                    return None
            return kind, name
    return None


def _mended(
    cause: Named | str, address: Address, count: int, forwarding: Forwarding
) -> tuple[Place | None, str]:
    """Where and how to mend that something is missing; no place where none is known."""
    policies, services = forwarding.catalogue.policies, forwarding.services
    service, _, page = address.page.partition("/")
    if isinstance(cause, str):
        own = policies.get(page.removesuffix("/"))
        them, lines = ("it", "its line") if count == 1 else ("them", "their lines")
        how = f"restore {them}, or mark {lines} in anchors.lock with `gone: ` and why"
        return own.at if own else None, how
    kind, alias = cause
    put = f"put `{alias}` under `aliases`"
    match kind:
        case Kind.SERVICE:
            return None, f"{put} in the service.yaml that took its place"
        case Kind.GROUPING:
            name, _, key = alias.partition("#")
            policy = policies[name]
            how = f"{put} in the grouping that took its place, or in a policy.yaml"
            statements = policy.default.document.statements if policy.default else ()
            if any(statement.sid == key for statement in statements):
                how = f"explain the statement `{key}` again, or {how}"
            return policy.at / "groupings", how
        case Kind.CHANGE:
            how = f"{put} in the change that took its place, or in a service.yaml"
            return services[alias.partition("#")[0]].at, how
    if "/" in alias:
        policy = policies[alias.partition("/")[2]]
        return policy.at, f"{put}, since `{policy.name}` is in `{policy.service}` now"
    whole = f"{forwarding.now(service)}/{alias}"
    how = f"{put} in the policy.yaml that took its place, or `{whole}` in a service.yaml"
    return services[service].at, how
