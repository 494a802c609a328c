"""The home page: the services and policies of the site, and what changed last."""

from __future__ import annotations

from collections.abc import Iterator

from policybook import addresses
from policybook.model import Policy, Service
from policybook.render import history, rich, updates
from policybook.render.context import Context
from policybook.render.dates import format_month
from policybook.render.page import (
    Block,
    Counts,
    Element,
    Entry,
    Heading,
    Index,
    Page,
    Prose,
    Table,
    TableRow,
    Updates,
)
from policybook.render.text import Inline
from policybook.words import counted

_LATEST = 5

_SHOWN = 100
"""How many policies the home page names: where there are more, it is an index of services."""


def home_page(context: Context) -> Page:
    """What the site is, its services and policies, and what changed last."""
    return Page(
        path=addresses.HOME,
        title=context.settings.site_name,
        description="What managed IAM policies allow, why, since when, and what changed.",
        make=lambda: _home(context),
        in_nav="Home",
        feed=addresses.SITE_FEED,
        of=(*_shown(context), *updates.of_latest(context.catalogue.changes[:_LATEST], context)),
        searched=tuple,
    )


def _shown(context: Context) -> Iterator[Element]:
    """What the page is made from beside its latest changes."""
    catalogue = context.catalogue
    yield repr(_figures(context))
    yield from catalogue.services
    if _is_index(context):
        yield from map(_last_changed, catalogue.services)
    else:
        yield from catalogue.policies.values()


def _home(context: Context) -> Iterator[Block]:
    catalogue = context.catalogue
    yield Heading(1, "home", rich.inline(context.settings.site_name))
    yield Prose(
        rich.paragraph(
            "What each managed IAM policy allows, what it is for, and what changed since it was "
            "published. The words on these pages are checked against the policy documents, so "
            "that they describe what the policies say."
        ),
        lead=True,
    )
    yield Counts(_figures(context))
    if _is_index(context):
        yield from _index(context)
    else:
        for service in catalogue.services:
            yield from _service(service, context)
    latest = context.catalogue.changes[:_LATEST]
    if latest:
        yield Heading(2, "latest", rich.inline("Latest changes"), "Latest changes")
        yield Updates(tuple(history.latest(change, context) for change in latest))
        more = rich.link(addresses.to(addresses.UPDATES), "All updates")
        yield Prose(rich.paragraph(more))


def _figures(context: Context) -> tuple[tuple[int, str], ...]:
    catalogue = context.catalogue
    policies = catalogue.policies.values()
    return (
        _figure(len(catalogue.services), "service", "services"),
        _figure(len(policies), "policy", "policies"),
        _figure(sum(len(policy.versions) for policy in policies), "version", "versions"),
        _figure(len(catalogue.changes), "change", "changes"),
    )


def _is_index(context: Context) -> bool:
    return len(context.catalogue.policies) > _SHOWN


def _index(context: Context) -> Iterator[Block]:
    """The services by their first letters, so that readers find one of hundreds."""
    yield Heading(2, "services", rich.inline("Services"), "Services")
    letters: dict[str, list[Entry]] = {}
    ordered = sorted(context.catalogue.services, key=lambda s: (s.short_name.lower(), s.id))
    for service in ordered:
        initial = service.short_name[:1].upper()
        letter = initial if initial.isalpha() else "0–9"
        letters.setdefault(letter, []).append(_entry(service, context))
    yield Index(tuple((letter, tuple(entries)) for letter, entries in letters.items()))


def _entry(service: Service, context: Context) -> Entry:
    count = len(addresses.shown(service, context.catalogue))
    words = rich.inline(counted(count, "policy", "policies"))
    if when := _last_changed(service):
        words += rich.inline(f", {when}")
    page = addresses.to(addresses.service_page(service.id))
    return Entry(rich.link(page, service.short_name), words)


def _last_changed(service: Service) -> str:
    return format_month(service.changes[0].date) if service.changes else ""


def _figure(number: int, one: str, many: str) -> tuple[int, str]:
    return number, one if number == 1 else many


def _service(service: Service, context: Context) -> Iterator[Block]:
    page = addresses.to(addresses.service_page(service.id))
    yield Heading(
        2, addresses.part_anchor("service", service.id), rich.link(page, service.name), service.name
    )
    yield Table(
        ("Policy", "Default version", "Last changed"),
        tuple(_policy(policy, context) for policy in addresses.shown(service, context.catalogue)),
    )


def _policy(policy: Policy, context: Context) -> TableRow:
    name, *cells = facts(policy, context)
    return TableRow(name, tuple(map(rich.paragraph, cells)))


def facts(policy: Policy, context: Context) -> tuple[Inline, Inline, Inline]:
    """A policy in a table: its name with a link, its default version and when it changed."""
    name = rich.link(addresses.to(addresses.policy_page(policy)), rich.code(policy.name))
    version = changed = rich.inline("not recorded")
    if policy.default:
        version = rich.inline(policy.default.label)
        if policy.default.date:
            changed = rich.time(policy.default.date, context.settings.dates)
    if policy.deprecated:
        name = rich.inline(name, " (deprecated)")
    return name, version, changed
