"""Changes as rows of an update table."""

from __future__ import annotations

from collections.abc import Iterable

from policybook.iam.compare import allowed
from policybook.iam.pattern import covers, is_wildcard
from policybook.model import Change, PolicyRef, Service, Update, UpdateKind
from policybook.render import addresses, rich
from policybook.render.context import Context
from policybook.render.explain import action
from policybook.render.page import Flow, Inline, UpdateRow


def row(
    change: Change,
    context: Context,
    section: str,
    *,
    on: Service | None = None,
    only: str | None = None,
    with_service: bool = False,
) -> UpdateRow:
    """A change as a row; `only` leaves just what it did to that policy."""
    service = context.catalogue.service(change.service)
    page = addresses.to(addresses.service_page(service.id))
    return UpdateRow(
        anchor=addresses.change_anchor(change, section),
        title=rich.inline(change.title),
        flow=describe(change, context, on=on, only=only),
        date=change.date,
        day=rich.time(change.date, context.settings.dates),
        service=rich.link(page, service.short_name) if with_service else (),
    )


def describe(
    change: Change, context: Context, *, on: Service | None = None, only: str | None = None
) -> Flow:
    """The words of a change: those of its author, then what the documents show."""
    service = context.catalogue.service(change.service)
    flow: Flow = ()
    if change.text:
        flow += rich.parsed(change.text, service, context.linker(on, but=only))
    for update in change.updates:
        refs = [ref for ref in update.policies if only in (None, ref.name)]
        if refs or not update.policies:
            flow += _update(update, refs, service, context, on, only)
    return flow


def concerns(change: Change, policy: str) -> bool:
    """Whether a change names a policy."""
    return any(ref.name == policy for update in change.updates for ref in update.policies)


def _update(
    update: Update,
    refs: list[PolicyRef],
    service: Service,
    context: Context,
    on: Service | None,
    only: str | None,
) -> Flow:
    label = addresses.label(addresses.shown(service, context.catalogue), context.settings)
    names = [_name(ref, context, on, only) for ref in refs]
    policies = rich.inline(rich.sequence(names), " policy" if len(names) == 1 else " policies")
    many = len(names) > 1
    match update.kind:
        case UpdateKind.TRACKED:
            return rich.paragraph(
                f"{service.name} started tracking changes for its {label.many_inside}."
            )
        case UpdateKind.NEW:
            if only:
                return rich.paragraph(f"{service.name} added this policy.")
            added = rich.paragraph(
                f"{service.name} added the following {'policies' if many else 'policy'}:"
            )
            return added + rich.bullets(names)
        case UpdateKind.DEPRECATED:
            return rich.paragraph(f"{service.name} deprecated the ", policies, ".")
        case UpdateKind.COVERED:
            wildcards = _wildcards(update, refs, context)
            through = rich.inline(" through ", rich.sequence(wildcards)) if wildcards else ()
            return rich.paragraph(
                "The ",
                policies,
                " already allowed" if many else " already allows",
                " these operations",
                through,
                ":",
            ) + _actions(update.covered, service)
    flow: Flow = ()
    if update.added:
        flow += rich.paragraph(f"{service.name} added these actions to the ", policies, ":")
        flow += _actions(update.added, service)
    if update.removed:
        flow += rich.paragraph(f"{service.name} removed these actions from the ", policies, ":")
        flow += _actions(update.removed, service)
    if not flow:
        flow = rich.paragraph(f"{service.name} updated the ", policies, ".")
    return flow


def _name(ref: PolicyRef, context: Context, on: Service | None, only: str | None) -> Inline:
    version = f" (v{ref.version})" if ref.version and only else ""
    target = None if ref.name == only else context.policy_target(ref.name, on)
    name = rich.code(ref.name)
    return rich.inline(rich.link(target, name) if target else name, version)


def _actions(names: Iterable[str], service: Service) -> Flow:
    return rich.bullets(action(name, service) for name in names)


def _wildcards(update: Update, refs: list[PolicyRef], context: Context) -> list[Inline]:
    """The wildcards through which the policies cover the update's actions."""
    found: dict[str, None] = {}
    for ref in refs:
        policy = context.catalogue.policies[ref.name]
        version = policy.version(ref.version) if ref.version else policy.default
        for pattern in allowed(version.document) if version else ():
            if is_wildcard(pattern) and any(covers(pattern, name) for name in update.covered):
                found.setdefault(pattern)
    return [rich.code(pattern) for pattern in found]
