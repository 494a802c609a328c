"""The page of a policy: its facts, its explanation, every version and its own history."""

from __future__ import annotations

from collections.abc import Iterator

from policybook import addresses
from policybook.iam.compare import compare
from policybook.labels import LABELS
from policybook.model import Attachable, Policy, Service, Version
from policybook.render import explain, history, rich
from policybook.render.context import Context
from policybook.render.page import (
    Asset,
    Block,
    Fact,
    Facts,
    Heading,
    Inline,
    Page,
    Prose,
    Trail,
    Updates,
)

_ATTACHABLE = {
    Attachable.IDENTITIES: "users, groups and roles",
    Attachable.SERVICE_ROLE: "service roles",
    Attachable.SERVICE_LINKED_ROLE: "a service-linked role only",
}


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
        files=lambda: _documents(policy),
    )


def _documents(policy: Policy) -> Iterator[Asset]:
    for version in policy.versions:
        path = addresses.document_file(policy, version.label)
        yield Asset(path, explain.document_text(version) + "\n")


def _blocks(policy: Policy, service: Service, context: Context) -> Iterator[Block]:
    links = context.linker(but=policy.name)
    page = addresses.to(addresses.service_page(service.id))
    home = addresses.to(addresses.HOME)
    yield Trail((rich.link(home, "Home"), rich.link(page, service.short_name)))
    section = addresses.policy_anchor(policy)
    yield Heading(1, section, rich.inline(policy.name), policy.name)
    yield Facts(tuple(_facts(policy, service, context)))
    yield from explain.purpose(policy, service, links, context.settings.dates, lead=True)
    if policy.default and (picture := explain.access(policy.default)):
        yield Heading(2, "access", rich.inline("What it allows at a glance"), "At a glance")
        yield picture
    if policy.groupings:
        title = explain.details_title(policy)
        yield Heading(2, addresses.PERMISSIONS, rich.inline(title), title)
        yield from explain.groupings(policy, service, links, addresses.PERMISSIONS)
    if not policy.versions:
        yield Prose(rich.paragraph("The document of this policy is not recorded here."))
    else:
        yield Heading(2, "versions", rich.inline("Versions"), "Versions")
        parts = {version.number: _version(version, policy, context) for version in policy.versions}
        parts |= {first: _gap(first, last) for first, last in policy.gaps}
        for number in sorted(parts, reverse=True):
            yield from parts[number]
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
    section = context.policy_target(policy.name, on=service) or ""
    yield Fact("Service", rich.link(section, service.name))
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
    names = ["policy.yaml", *(f"{version.label}.json" for version in policy.versions)]
    links = [
        rich.link(url, rich.code(name)) for name in names if (url := context.data_url(policy, name))
    ]
    if links:
        yield Fact("Edit this data", rich.sequence(links))


def _gap(first: int, last: int) -> Iterator[Block]:
    many = last > first
    label = f"v{first} to v{last}" if many else f"v{first}"
    yield Heading(3, f"v{first}", rich.inline(f"{label} (not recorded)"), label)
    what = "The documents of these versions are" if many else "The document of this version is"
    yield Prose(rich.paragraph(f"{what} not recorded here."))


def _version(version: Version, policy: Policy, context: Context) -> Iterator[Block]:
    label = version.label
    in_force = version is policy.default
    yield Heading(3, label, rich.inline(f"{label} (default)" if in_force else label), label)
    sentences = [*_published(version, context), *_difference(version, policy)]
    if policy.default and version.number > policy.default.number:
        sentences.append(rich.inline(f"It is not in force: the default is {policy.default.label}."))
    if sentences:
        spaced = [part for sentence in sentences for part in (" ", sentence)]
        yield Prose(rich.paragraph(*spaced[1:]))
    yield explain.document(policy, version, addresses.document_anchor(label), folded=not in_force)


def _published(version: Version, context: Context) -> Iterator[Inline]:
    if version.date:
        day = rich.time(version.date, context.settings.dates)
        yield rich.inline("Published in IAM on ", day, ".")


def _difference(version: Version, policy: Policy) -> Iterator[Inline]:
    before = policy.before(version.number)
    if before is None:
        if version.number == 1:
            yield rich.inline("The first version.")
        return
    old = before.label
    difference = compare(before.document, version.document)
    if not difference:
        yield rich.inline(f"Allows the same as {old}.")
    for names, joint, before_them, after_them in (
        (difference.added, "and", f"Since {old} it also allows ", "."),
        (difference.removed, "or", f"Since {old} it no longer allows ", "."),
        (difference.widened, "and", "It allows more of ", f" than {old}."),
        (
            difference.narrowed,
            "and",
            "It may allow less of ",
            f" than {old}: on fewer resources, or under more conditions.",
        ),
    ):
        if names:
            listed = rich.sequence([rich.code(name) for name in names], joint)
            yield rich.inline(before_them, listed, after_them)
    if difference.reshaped and not (difference.widened or difference.narrowed):
        yield rich.inline(f"Its statements are not those of {old}: compare the documents.")
