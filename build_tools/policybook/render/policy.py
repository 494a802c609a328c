"""The page of a policy: its facts, its explanation, every version and its own history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policybook import addresses
from policybook.labels import LABELS
from policybook.model import Attachable, Policy, Service
from policybook.render import explain, history, rich, search, versions
from policybook.render.context import Context
from policybook.render.glance import access
from policybook.render.page import (
    Asset,
    Block,
    Document,
    Fact,
    Facts,
    Heading,
    Names,
    Page,
    Trail,
    Updates,
)

_ATTACHABLE = {
    Attachable.IDENTITIES: "users, groups and roles",
    Attachable.SERVICE_ROLE: "service roles",
    Attachable.SERVICE_LINKED_ROLE: "a service-linked role only",
}

_EDITABLE = 5
"""How many versions have a link to their data: older ones do not change."""


def policy_page(policy: Policy, service: Service, context: Context) -> Page:
    """All that is known of a policy."""
    label = LABELS[policy.type].one
    changes = context.catalogue.changes_of(policy.name)
    return Page(
        path=addresses.policy_page(policy),
        title=policy.name,
        description=f"{label} {policy.name} of {service.name}: what it allows, its versions and history.",
        make=lambda: _blocks(policy, service, context),
        source=f"{policy.service}/{policy.name}/policy.yaml",
        feed=addresses.service_feed(service.id),
        of=(policy, service, *changes, *(context.catalogue.service(c.service) for c in changes)),
        files=_documents,
        searched=lambda: _searched(policy, service, context),
    )


def _searched(policy: Policy, service: Service, context: Context) -> Iterator[Block | Names]:
    """The words of a policy, and all names in its document: of other versions nothing."""
    links = context.linker(but=policy.name)
    picture = access(policy.default) if policy.default and not policy.description else None
    yield from explain.purpose(policy, service, links, context.settings.dates, picture)
    if policy.groupings:
        yield from explain.groupings(policy, service, links, addresses.PERMISSIONS)
    yield search.names(policy)


def _documents(blocks: Iterable[Block]) -> Iterator[Asset]:
    """The file of each document on the page of its policy."""
    for block in blocks:
        if isinstance(block, Document):
            yield Asset(block.path, f"{block.text}\n")


def _blocks(policy: Policy, service: Service, context: Context) -> Iterator[Block]:
    links = context.linker(but=policy.name)
    page = addresses.to(addresses.service_page(service.id))
    home = addresses.to(addresses.HOME)
    yield Trail((rich.link(home, "Home"), rich.link(page, service.short_name)))
    section = addresses.policy_anchor(policy)
    yield Heading(1, section, rich.inline(policy.name), policy.name)
    yield Facts(tuple(_facts(policy, service, context)))
    documents = versions.documents(policy)
    in_force = documents[policy.default.number] if policy.default else None
    needs_list = in_force is not None and in_force.folded and not policy.groupings
    picture = access(policy.default, listed=needs_list) if policy.default else None
    yield from explain.purpose(policy, service, links, context.settings.dates, picture, lead=True)
    if picture:
        yield Heading(2, "access", rich.inline("What it allows at a glance"), "At a glance")
        yield picture
    if policy.groupings:
        title = explain.details_title(policy)
        yield Heading(2, addresses.PERMISSIONS, rich.inline(title), title)
        yield from explain.groupings(policy, service, links, addresses.PERMISSIONS)
    yield from versions.versions(policy, service, documents, context)
    rows = tuple(
        history.row(change, context, addresses.history_section(change.service), only=policy.name)
        for change in context.catalogue.changes_of(policy.name)
    )
    if rows:
        yield Heading(2, "history", rich.inline("History"), "History")
        yield Updates(rows)


def _facts(policy: Policy, service: Service, context: Context) -> Iterator[Fact]:
    settings = context.settings
    if policy.arn:
        yield Fact("ARN", rich.code(policy.arn), copies=policy.arn)
    yield Fact("Type", rich.inline(LABELS[policy.type].one))
    section = addresses.policy_anchor(policy) if policy.name in service.shows else ""
    page = addresses.to(addresses.service_page(service.id), section)
    yield Fact("Service", rich.link(page, service.name))
    if policy.default:
        yield Fact("Default version", rich.inline(policy.default.label))
    if policy.attachable:
        yield Fact("Attaches to", rich.inline(_ATTACHABLE[policy.attachable]))
    first = policy.version(1)
    if first and first.date:
        yield Fact("Created", rich.time(first.date, settings.dates))
    if policy.default and policy.default.date and policy.default is not first:
        yield Fact("Last changed", rich.time(policy.default.date, settings.dates))
    elif first and first.date and policy.default is first:
        yield Fact("Last changed", rich.inline("not since it was created"))
    if policy.formerly:
        yield Fact("Formerly", rich.sequence([rich.code(name) for name in policy.formerly]))
    newest = policy.versions[-_EDITABLE:]
    names = ["policy.yaml", *(f"{version.label}.json" for version in newest)]
    links = [
        rich.link(url, rich.code(name)) for name in names if (url := context.data_url(policy, name))
    ]
    if links:
        yield Fact("Edit this data", rich.sequence(links))
