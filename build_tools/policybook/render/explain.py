"""A policy explained: its words, its groupings and what it allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from policybook import addresses
from policybook.iam.coverage import explained, listed
from policybook.iam.pattern import is_wildcard, prefix
from policybook.model import (
    Attachable,
    Deprecation,
    Effect,
    Grouping,
    GroupingBy,
    Policy,
    Service,
    Statement,
)
from policybook.model import Document as IamDocument
from policybook.render import reading, rich
from policybook.render.dates import DateStyle
from policybook.render.glance import summary, written
from policybook.render.page import (
    Access,
    Action,
    Block,
    Callout,
    GroupingRow,
    Groupings,
    Part,
    Prose,
    Resource,
)
from policybook.render.reading import Linker
from policybook.render.text import Flow, Inline, Span

_END = re.compile(r"[.!?](?=\s)")
"""Where a sentence ends that another one follows."""


def purpose(
    policy: Policy,
    service: Service,
    links: Linker,
    dates: DateStyle,
    picture: Access | None,
    *,
    lead: bool = False,
) -> Iterator[Block]:
    """What the policy is for, what may be said against it, and the operations it lists.

    One without a description is told by `picture`, what its document allows at a glance.
    """
    if policy.deprecated:
        words = _deprecation(policy.deprecated, links, dates)
        yield Callout(rich.inline("Deprecated"), words, warning=True)
    if policy.description:
        yield Prose(reading.parsed(policy.description, service, links), lead=lead)
    elif policy.default:
        yield Prose(rich.paragraph(summary(policy.default, picture)), lead=lead)
    if operations := operation_list(policy, service):
        intro = rich.paragraph(f"It allows these operations of {service.short_name}:")
        yield Prose(intro + operations)
    for note in policy.notes:
        yield Callout(rich.inline(note.title), reading.parsed(note.text, service, links))


def gist(policy: Policy, service: Service, picture: Access | None) -> Inline:
    """The first sentence of what the policy is for, or else what its document allows."""
    if policy.description is None:
        return summary(policy.default, picture) if policy.default else ()
    found: list[Span] = []
    for span in next(rich.paragraphs(reading.parsed(policy.description, service)), ()):
        end = _END.search(span) if isinstance(span, str) else None
        found.append(span[: end.end()] if isinstance(span, str) and end else span)
        if end:
            break
    return tuple(found)


def _deprecation(deprecated: Deprecation, links: Linker, dates: DateStyle) -> Flow:
    since: tuple[str | Inline, ...] = ("This policy is deprecated.",)
    if deprecated.date:
        since = ("This policy was deprecated on ", rich.time(deprecated.date, dates), ".")
    if not deprecated.replacement:
        return rich.paragraph(*since)
    name = rich.code(deprecated.replacement)
    target = links(deprecated.replacement)
    instead = rich.link(target, name) if target else name
    return rich.paragraph(*since, " Use ", instead, " instead.")


def operation_list(policy: Policy, service: Service) -> Flow:
    """The service's operations that the document allows by name, linked where they are documented."""
    if not policy.lists_operations or policy.default is None:
        return ()
    grants = listed(policy.default.document, service.prefixes)
    names = sorted({grant.action.partition(":")[2] for grant in grants})
    return rich.bullets(operation(name, service) for name in names)


def operation(name: str, service: Service) -> Inline:
    """An operation's name, linked to its page in the API reference."""
    url = service.api_reference.url(name) if service.api_reference else None
    return rich.link(url, rich.code(name)) if url else rich.code(name)


def action(name: str, service: Service) -> Inline:
    """An action, linked to its operation's page where it is one of the service's own."""
    url = None
    if service.api_reference and prefix(name) in service.prefixes and not is_wildcard(name):
        url = service.api_reference.url(name.partition(":")[2])
    return rich.link(url, rich.code(name)) if url else rich.code(name)


def attachment(policy: Policy) -> Flow:
    """Whether and to what the policy can be attached; nothing where that is not known."""
    name = rich.code(policy.name)
    match policy.attachable:
        case Attachable.IDENTITIES:
            return rich.paragraph(
                "You can attach ", name, " to your IAM identities: users, groups and roles."
            )
        case Attachable.SERVICE_ROLE:
            return rich.paragraph(
                "You attach ", name, " to a service role, which the service assumes to act for you."
            )
        case Attachable.SERVICE_LINKED_ROLE:
            return rich.paragraph(
                "You can't attach ",
                name,
                " to your IAM identities. It belongs to a service-linked role, through which "
                "the service acts for you.",
            )
    return ()


def details_title(policy: Policy) -> str:
    """What the explanation of a document is headed: by Sid it is one of groupings."""
    by_sid = policy.groupings and all(g.by is GroupingBy.SID for g in policy.groupings)
    return "Permissions groupings" if by_sid else "Permissions details"


def groupings(policy: Policy, service: Service, links: Linker, section: str) -> Iterator[Block]:
    """The explanation of the document in force."""
    if not policy.groupings:
        if policy.default:
            yield Prose(rich.paragraph("This is the policy document:"))
        return
    document = policy.default.document if policy.default else None
    by_sid = details_title(policy) == "Permissions groupings"
    yield Prose(
        rich.paragraph(
            "What each statement of this policy is for:"
            if by_sid
            else "What each part of this policy is for:"
        )
    )
    yield Groupings(
        tuple(
            GroupingRow(
                anchor=f"{section}:{key}",
                title=_title(grouping),
                flow=reading.parsed(grouping.text, service, links),
                parts=_parts(grouping, document),
            )
            for grouping, key in zip(policy.groupings, addresses.grouping_keys(policy), strict=True)
        )
    )


def _title(grouping: Grouping) -> Inline:
    if grouping.title:
        return rich.inline(grouping.title)
    return rich.sequence([rich.code(key) for key in grouping.keys])


def _parts(grouping: Grouping, document: IamDocument | None) -> tuple[Part, ...]:
    """What a grouping explains, statement by statement; alike statements are put together."""
    if document is None:
        return ()
    actions: dict[int, list[str]] = {}
    for grant in explained(grouping, document):
        actions.setdefault(grant.statement, []).append(grant.action)
    parts: dict[Part, dict[Action, None]] = {}
    for statement in document.statements:
        if statement.number in actions:
            excludes = bool(statement.not_actions)
            found = (written(name, excludes) for name in actions[statement.number])
            parts.setdefault(_around(statement), {}).update(dict.fromkeys(found))
    return tuple(replace(part, actions=tuple(found)) for part, found in parts.items())


def _around(statement: Statement) -> Part:
    """All that a statement says but its actions."""
    resources = [Resource(name, excluded=False) for name in statement.resources]
    resources += [Resource(name, excluded=True) for name in statement.not_resources]
    return Part(
        actions=(),
        resources=tuple(dict.fromkeys(resources)),
        denies=statement.effect is Effect.DENY,
        conditional=bool(statement.condition),
    )
