"""Changes as rows of an update table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policybook import addresses
from policybook.iam.compare import allowed
from policybook.iam.pattern import covers, is_wildcard
from policybook.labels import label_of
from policybook.model import Change, PolicyRef, Service, Update, UpdateKind
from policybook.render import lists, reading, rich
from policybook.render.context import Context
from policybook.render.page import UpdateRow
from policybook.render.text import Flow, Inline


def row(
    change: Change,
    context: Context,
    section: str,
    *,
    on: Service | None = None,
    only: str | None = None,
    with_service: bool = False,
) -> UpdateRow:
    """A change as the row that lasts; `only` leaves just what it did to that policy."""
    return UpdateRow(
        anchor=addresses.change_anchor(change, section),
        title=rich.inline(change.title),
        flow=describe(change, context, on=on, only=only),
        date=change.date,
        day=rich.time(change.date, context.settings.dates),
        service=_service(change, context) if with_service else (),
    )


def latest(change: Change, context: Context, *, on: Service | None = None) -> UpdateRow:
    """A change as a row that others will take the place of; its title leads to the one that lasts.

    `on` is the service whose page shows it; without that it is among those of other services.
    """
    rows = context.rows
    lasting = rows.of_service(change) if on else rows.of_all(change)
    return UpdateRow(
        anchor="",
        title=rich.link(addresses.to(*lasting), change.title),
        flow=describe(change, context, on=on),
        date=change.date,
        day=rich.time(change.date, context.settings.dates),
        service=() if on else _service(change, context),
    )


def _service(change: Change, context: Context) -> Inline:
    service = context.catalogue.service(change.service)
    return rich.link(addresses.to(addresses.service_page(service.id)), service.short_name)


def describe(
    change: Change, context: Context, *, on: Service | None = None, only: str | None = None
) -> Flow:
    """The words of a change: those of its author, then what the documents show."""
    service = context.catalogue.service(change.service)
    flow: Flow = ()
    if change.text:
        flow += reading.parsed(change.text, service, context.linker(on, but=only))
    for update in change.updates:
        refs = [ref for ref in update.policies if only in (None, ref.name)]
        if refs or not update.policies:
            listed = _listed(change, refs, service, context, only)
            flow += _update(update, refs, service, context, on, only, listed)
    return flow


Listed = Callable[[Sequence[str]], Flow]
"""From actions to the list of them."""


def _listed(
    change: Change, refs: Sequence[PolicyRef], service: Service, context: Context, only: str | None
) -> Listed:
    """How lists of actions are shown: whole on the page of their policy, elsewhere some of them."""
    if only:
        return lambda names: lists.whole(names, service)
    known = (context.catalogue.policies.get(ref.name) for ref in refs)
    policy = next(filter(None, known), None)
    all_of_them = None
    if policy:
        anchor = addresses.change_anchor(change, addresses.history_section(change.service))
        all_of_them = addresses.to(addresses.policy_page(policy), anchor)
    return lambda names: lists.some(names, service, all_of_them)


def _update(
    update: Update,
    refs: list[PolicyRef],
    service: Service,
    context: Context,
    on: Service | None,
    only: str | None,
    listed: Listed,
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
            return rich.paragraph(subject, allowed_these) + listed(update.covered)
    flow: Flow = ()
    if update.added:
        flow += rich.paragraph(subject, " gained these actions:")
        flow += listed(update.added)
    if update.removed:
        flow += rich.paragraph(subject, " lost these actions:")
        flow += listed(update.removed)
    allow = " now allow " if many else " now allows "
    for names_of, how in (
        (update.widened, "on more resources or under fewer conditions"),
        (update.narrowed, "on fewer resources or under more conditions"),
    ):
        if names_of:
            flow += rich.paragraph(subject, f"{allow}these actions {how}:")
            flow += listed(names_of)
    if not flow:
        flow = rich.paragraph(subject, " have" if many else " has", " changed.")
    return flow


def _name(ref: PolicyRef, context: Context, on: Service | None) -> Inline:
    name = rich.code(ref.name)
    target = context.policy_target(ref.name, on)
    return rich.link(target, name) if target else name


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
