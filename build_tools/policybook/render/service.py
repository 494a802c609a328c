"""The page of a service, in the documented format of "AWS managed policies for SERVICE"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from policybook import addresses
from policybook.labels import LABELS, label_of
from policybook.model import Policy, PolicyType, Service
from policybook.render import explain, overview, reading, rich, updates
from policybook.render.context import Context
from policybook.render.documents import Wanted, fitted
from policybook.render.feed import feed
from policybook.render.glance import access
from policybook.render.page import (
    Asset,
    Block,
    Document,
    Heading,
    Page,
    Prose,
    Table,
    TableRow,
    Trail,
)
from policybook.render.text import Flow, Inline

_ROOM = 150_000
"""How many characters of documents the page of a service has: it explains many policies."""

_TOLD = 500
"""How many policies an index says a few words of; the names of more are long enough a page."""


def service_page(service: Service, context: Context) -> Page:
    """All policies of a service and their update history."""
    catalogue = context.catalogue
    policies = addresses.shown(service, catalogue)
    label = label_of(policies)
    homes = (catalogue.service(policy.service) for policy in policies)
    beside = updates.of_changes(service.changes, context)
    return Page(
        path=addresses.service_page(service.id),
        title=f"{label.many} for {service.name}",
        description=f"What each of the {label.many_inside} for {service.name} allows, why, and what changed.",
        make=lambda: _blocks(service, policies, context),
        in_nav=service.short_name,
        listed=context.lists_services,
        source=f"{service.id}/service.yaml",
        feed=addresses.service_feed(service.id),
        of=(service, *policies, *homes, *service.changes, *beside),
        files=lambda _: _feeds(service, context),
        searched=lambda: _searched(service, policies, context),
    )


def _searched(service: Service, policies: tuple[Policy, ...], context: Context) -> Iterator[Block]:
    """All of the page but an index of policies; among many services only what no other page says."""
    if not context.lists_services:
        yield from updates.with_words(service, context)
        return
    for block in _blocks(service, policies, context):
        if not isinstance(block, Table):
            yield block


def _feeds(service: Service, context: Context) -> Iterator[Asset]:
    if not context.settings.site_url:
        return
    label = label_of(addresses.shown(service, context.catalogue))
    # Whoever subscribed under a former name of the service still hears of changes.
    for name in (service.id, *service.formerly):
        yield feed(
            addresses.service_feed(name),
            f"{service.short_name} updates to {label.many_inside}",
            addresses.service_page(service.id),
            service.changes,
            context,
        )


def _blocks(service: Service, policies: tuple[Policy, ...], context: Context) -> Iterator[Block]:
    catalogue = context.catalogue
    label = label_of(policies)
    anchor = addresses.page_anchor(service, catalogue)
    if not context.lists_services:
        yield Trail((rich.link(addresses.to(addresses.HOME), "Home"),))
    yield Heading(1, anchor, rich.inline(f"{label.many} for {service.name}"))
    for kind in PolicyType:
        if any(policy.type is kind for policy in policies):
            yield Prose(introduction(kind))
    if context.is_index(service):
        yield from _index(policies, context)
    else:
        yield from _sections(service, policies, context)
    yield from updates.service_updates(service, context)


@cache
def introduction(kind: PolicyType) -> Flow:
    """What managed policies of a type are and what an update of one means."""
    path = files(__name__.rpartition(".")[0]).joinpath("introductions", f"{kind}.md")
    return reading.markdown(path.read_text(encoding="utf-8"))


def _index(policies: Sequence[Policy], context: Context) -> Iterator[Block]:
    """The policies of a service that has too many for one page to explain."""
    yield Prose(
        rich.paragraph(
            f"There are {len(policies)} policies. The page of each says what it is for, what it "
            "allows and what changed."
        )
    )
    told = len(policies) <= _TOLD
    head = ["Policy", *(["In short"] if told else []), "Default version", "Last changed"]
    ordered = sorted(policies, key=lambda policy: (policy.name.lower(), policy.name))
    yield Table(tuple(head), tuple(_row(policy, context, told=told) for policy in ordered))


def _row(policy: Policy, context: Context, *, told: bool) -> TableRow:
    """A policy in the index, where its section would be; `told` says what it is for."""
    name, *cells = overview.facts(policy, context)
    if told:
        picture = access(policy.default) if policy.default and not policy.description else None
        home = context.catalogue.service(policy.service)
        cells.insert(0, explain.gist(policy, home, picture))
    return TableRow(name, tuple(map(rich.paragraph, cells)), addresses.policy_anchor(policy))


def _sections(service: Service, policies: Sequence[Policy], context: Context) -> Iterator[Block]:
    wanted = (
        Wanted(
            policy,
            policy.default,
            addresses.fixed_anchor(addresses.policy_anchor(policy), "document"),
        )
        for policy in policies
        if policy.default
    )
    shown = {document.anchor: document for document in fitted(wanted, _ROOM)}
    for policy in policies:
        document = shown.get(addresses.fixed_anchor(addresses.policy_anchor(policy), "document"))
        yield from _section(policy, service, document, context)


def _section(
    policy: Policy, service: Service, document: Document | None, context: Context
) -> Iterator[Block]:
    home = context.catalogue.service(policy.service)
    section = addresses.policy_anchor(policy)
    links = context.linker(on=service, but=policy.name)
    label = LABELS[policy.type]
    yield Heading(2, section, rich.inline(f"{label.one}: {policy.name}"), policy.name)
    picture = access(policy.default) if policy.default and not policy.description else None
    yield from explain.purpose(policy, home, links, context.settings.dates, picture)
    page = addresses.to(addresses.policy_page(policy))
    history_of = rich.link(page, "all versions and the history of ", rich.code(policy.name))
    edit: Inline = ()
    if url := context.data_url(policy, "policy.yaml"):
        edit = rich.inline(", or ", rich.link(url, "edit these words"))
    more = rich.paragraph("See ", history_of, edit, ".")
    yield Prose(explain.attachment(policy) + more)
    if not policy.versions:
        yield Prose(rich.paragraph("The document of this policy is not recorded here."))
    if not policy.default and not policy.groupings:
        return
    title = explain.details_title(policy)
    yield Heading(3, addresses.fixed_anchor(section, "permissions"), rich.inline(title))
    yield from explain.groupings(policy, home, links, section)
    if document:
        yield document
