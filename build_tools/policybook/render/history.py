"""Changes as rows of an update table."""

from __future__ import annotations

from collections.abc import Iterable

from policybook import addresses
from policybook.iam.compare import allowed
from policybook.iam.pattern import covers, is_wildcard
from policybook.labels import label_of
from policybook.model import Change, PolicyRef, Service, Update, UpdateKind
from policybook.render import rich
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


def _update(
    update: Update,
    refs: list[PolicyRef],
    service: Service,
    context: Context,
    on: Service | None,
    only: str | None,
) -> Flow:
    names = [_name(ref, context, on) for ref in refs]
    many = len(names) > 1
    subject = rich.inline("The ", rich.sequence(names), " policies" if many else " policy")
    if only:
        version = refs[0].version if refs else None
        subject = rich.inline(f"Version v{version} of this policy" if version else "This policy")
    match update.kind:
        case UpdateKind.TRACKED:
            label = label_of(addresses.shown(service, context.catalogue))
            return rich.paragraph(
                f"The update history of the {label.many_inside} for {service.name} begins here."
            )
        case UpdateKind.NEW:
            if only:
                return rich.paragraph("This policy was added.")
            are = "These policies are new:" if many else "This policy is new:"
            return rich.paragraph(are) + rich.bullets(names)
        case UpdateKind.DEPRECATED:
            were = "were" if many else "was"
            return rich.paragraph(subject, f" {were} deprecated.")
        case UpdateKind.COVERED:
            wildcards = _wildcards(update, refs, context)
            through = rich.inline(" through ", rich.sequence(wildcards)) if wildcards else ()
            allowed_these = rich.inline(" already allowed these operations", through, ":")
            return rich.paragraph(subject, allowed_these) + _actions(update.covered, service)
    flow: Flow = ()
    if update.added:
        flow += rich.paragraph(subject, " gained these actions:")
        flow += _actions(update.added, service)
    if update.removed:
        flow += rich.paragraph(subject, " lost these actions:")
        flow += _actions(update.removed, service)
    allow = " now allow " if many else " now allows "
    for names_of, how in (
        (update.widened, "on more resources or under fewer conditions"),
        (update.narrowed, "on fewer resources or under more conditions"),
    ):
        if names_of:
            flow += rich.paragraph(subject, f"{allow}these actions {how}:")
            flow += _actions(names_of, service)
    if not flow:
        flow = rich.paragraph(subject, " have" if many else " has", " changed.")
    return flow


def _name(ref: PolicyRef, context: Context, on: Service | None) -> Inline:
    name = rich.code(ref.name)
    target = context.policy_target(ref.name, on)
    return rich.link(target, name) if target else name


def _actions(names: Iterable[str], service: Service) -> Flow:
    return rich.bullets(action(name, service) for name in names)


def _wildcards(update: Update, refs: list[PolicyRef], context: Context) -> list[Inline]:
    """The wildcards through which the policies cover the update's actions."""
    found: dict[str, None] = {}
    for ref in refs:
        policy = context.catalogue.policies.get(ref.name)
        if policy is None:
            continue
        version = policy.version(ref.version) if ref.version else policy.default
        for pattern in allowed(version.document) if version else ():
            if is_wildcard(pattern) and any(covers(pattern, name) for name in update.covered):
                found.setdefault(pattern)
    return [rich.code(pattern) for pattern in found]
