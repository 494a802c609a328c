"""The pages of updates: of the whole site and of a service, with those of years and months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from policybook import addresses
from policybook.labels import label_of
from policybook.model import Change, Policy, Service, UpdateKind
from policybook.render import history, rich
from policybook.render.context import Context
from policybook.render.dates import format_month
from policybook.render.feed import NEWEST, feed
from policybook.render.page import Asset, Block, Element, Heading, Page, Prose, Trail, Updates
from policybook.render.text import Flow, Inline
from policybook.words import counted

_NEWEST = 50
"""How many changes stand on a page that leads to others with all of them."""

Pages = Mapping[str, tuple[Change, ...]]
"""The pages that keep a history, each with its changes; the first leads to the others."""


def updates_pages(context: Context) -> Iterator[Page]:
    """The history over all services."""
    kept = addresses.updates_pages(context.catalogue)
    yield Page(
        path=addresses.UPDATES,
        title="Updates",
        description="Every change to a policy of this site, newest first.",
        make=lambda: _updates(kept, context),
        in_nav="Updates",
        feed=addresses.SITE_FEED,
        of=(*_parts(kept), *_shown(kept, context)),
        files=lambda _: _feed(context),
    )
    home = rich.link(addresses.to(addresses.HOME), "Home")
    up = rich.link(addresses.to(addresses.UPDATES), "Updates")
    for path, changes, around in _volumes(kept):
        title = f"Updates in {when(path, changes)}"
        rows = [(change, addresses.updates_section(change.service), None) for change in changes]
        yield Page(
            path=path,
            title=title,
            description=f"Every change to a policy of this site in {when(path, changes)}.",
            make=partial(_volume, Trail((home, up)), "updates", title, rows, around, context),
            feed=addresses.SITE_FEED,
            of=(*changes, *of_changes(changes, context), *around.values()),
            searched=tuple,
        )


def _parts(kept: Pages) -> Iterator[str]:
    """How many changes each page of a history keeps, as a text."""
    return (f"{path} {len(changes)}" for path, changes in kept.items())


def _shown(kept: Pages, context: Context) -> Iterator[Element]:
    """What the rows on the page that leads to all updates, and those of the feed, are made from."""
    changes = kept[addresses.UPDATES]
    yield from changes
    yield from of_changes(changes, context)
    yield from of_latest(context.catalogue.changes[: max(_NEWEST, NEWEST)], context)


def of_latest(changes: Sequence[Change], context: Context) -> Iterator[Element]:
    """What rows are made from that others take the place of: also where those that last are."""
    yield from changes
    yield from of_changes(changes, context)
    for change in changes:
        yield f"{context.rows.of_service(change)} {context.rows.of_all(change)}"


def service_volumes(service: Service, context: Context) -> Iterator[Page]:
    """The pages that keep the history of a service by years, where its page has not all of it."""
    page = addresses.service_page(service.id)
    section = addresses.updates_anchor(service, context.catalogue)
    home = rich.link(addresses.to(addresses.HOME), "Home")
    up = rich.link(addresses.to(page, section), service.short_name)
    for path, changes, around in _volumes(addresses.service_updates(service)):
        title = f"{_title(service, context)} in {when(path, changes)}"
        rows = [(change, section, service) for change in changes]
        yield Page(
            path=path,
            title=title,
            description=f"Every change to a policy of {service.name} in {when(path, changes)}.",
            make=partial(_volume, Trail((home, up)), section, title, rows, around, context),
            source=f"{service.id}/service.yaml",
            feed=addresses.service_feed(service.id),
            of=(service, *changes, *of_changes(changes, context), *around.values()),
            searched=tuple,
        )


def service_updates(service: Service, context: Context) -> Iterator[Block]:
    """The update history on the page of a service."""
    section = addresses.updates_anchor(service, context.catalogue)
    yield Heading(2, section, rich.inline(_title(service, context)), "Updates")
    if not service.changes:
        yield Prose(rich.paragraph("No change is recorded yet."))
        return
    yield Prose(_follow(service, context))
    kept = addresses.service_updates(service)
    changes = kept[addresses.service_page(service.id)]
    if not changes:
        yield from _shelf(kept)
    rows = (history.row(change, context, section, on=service) for change in changes)
    newest = (history.latest(change, context, on=service) for change in service.changes[:_NEWEST])
    yield Updates(tuple(rows if changes else newest))


def with_words(service: Service, context: Context) -> Iterator[Block]:
    """Those updates of a service that have words of their own."""
    section = addresses.updates_anchor(service, context.catalogue)
    changes = (change for change in service.changes if change.text)
    rows = tuple(history.row(change, context, section, on=service) for change in changes)
    if rows:
        yield Heading(2, section, rich.inline(_title(service, context)))
        yield Updates(rows)


def of_changes(changes: Iterable[Change], context: Context) -> Iterator[Service | Policy]:
    """What rows of changes are made from beside these: their services, and what covers actions."""
    catalogue = context.catalogue
    for change in changes:
        yield catalogue.service(change.service)
        covered = (update for update in change.updates if update.kind is UpdateKind.COVERED)
        names = (ref.name for update in covered for ref in update.policies)
        yield from (catalogue.policies[name] for name in names if name in catalogue.policies)


def when(path: str, changes: Sequence[Change]) -> str:
    """The year or month of a page that keeps a part of a history."""
    day = changes[0].date
    return str(day.year) if path.endswith(f"{day.year:04}/") else format_month(day)


def _volumes(kept: Pages) -> Iterator[tuple[str, tuple[Change, ...], Mapping[str, str]]]:
    """The pages that keep a part of a history, each with those before and after it in time."""
    parts = list(kept.items())[1:]
    for index, (path, changes) in enumerate(parts):
        before, after = parts[index + 1 : index + 2], parts[max(index - 1, 0) : index]
        yield path, changes, {page: when(page, listed) for page, listed in (*before, *after)}


Rows = Sequence[tuple[Change, str, Service | None]]
"""Changes, each with the section that its row is in and the service whose page it is on."""


def _volume(
    trail: Trail, section: str, title: str, rows: Rows, around: Mapping[str, str], context: Context
) -> Iterator[Block]:
    yield trail
    yield Heading(1, section, rich.inline(title))
    links = [rich.link(addresses.to(page), name) for page, name in around.items()]
    beside = rich.inline(" See also ", rich.sequence(links), ".") if links else ()
    count = counted(len(rows), "change", "changes")
    yield Prose(rich.paragraph(f"{count}, newest first.", beside))
    yield Updates(
        tuple(
            history.row(change, context, of, on=service, with_service=service is None)
            for change, of, service in rows
        )
    )


def _shelf(kept: Pages) -> Iterator[Block]:
    """Where all of a history is, of which the page has the newest changes only."""
    years: dict[int, list[Inline]] = {}
    for path, changes in list(kept.items())[1:]:
        name = when(path, changes).removesuffix(f" {changes[0].date.year}")
        link = rich.inline(rich.link(addresses.to(path), name), f" ({len(changes):,})")
        years.setdefault(changes[0].date.year, []).append(link)
    total = sum(map(len, kept.values()))
    yield Prose(
        rich.paragraph(
            f"These are the newest {_NEWEST} of {total:,} changes. All of them, with how many each "
            "page has:"
        )
        + rich.bullets(_year(year, links) for year, links in years.items())
    )


def _year(year: int, links: Sequence[Inline]) -> Inline:
    parts = [part for link in links for part in (", ", link)][1:]
    return rich.inline(*parts) if len(links) == 1 else rich.inline(f"{year}: ", *parts)


def _title(service: Service, context: Context) -> str:
    label = label_of(addresses.shown(service, context.catalogue))
    return f"{service.short_name} updates to {label.many_inside}"


def _updates(kept: Pages, context: Context) -> Iterator[Block]:
    yield Heading(1, "updates", rich.inline("Updates"))
    everything = context.catalogue.changes
    if not everything:
        yield Prose(rich.paragraph("No change is recorded yet."), lead=True)
        return
    follow = rich.inline()
    if context.settings.site_url:
        link = rich.link(addresses.to(addresses.SITE_FEED), "Atom feed")
        follow = rich.inline(" To hear of new ones, subscribe to the ", link, ".")
    lead = "Every change to a policy of this site, newest first."
    yield Prose(rich.paragraph(lead, follow), lead=True)
    changes = kept[addresses.UPDATES]
    if not changes:
        yield from _shelf(kept)
    rows = (
        history.row(change, context, addresses.updates_section(change.service), with_service=True)
        for change in changes
    )
    newest = (history.latest(change, context) for change in everything[:_NEWEST])
    yield Updates(tuple(rows if changes else newest))


def _feed(context: Context) -> Iterator[Asset]:
    if context.settings.site_url:
        title = f"{context.settings.site_name}: updates"
        changes = context.catalogue.changes
        yield feed(addresses.SITE_FEED, title, addresses.UPDATES, changes, context)


def _follow(service: Service, context: Context) -> Flow:
    since = ""
    if service.tracking_since:
        since = " since the service began tracking them"
    follow = rich.inline()
    if context.settings.site_url:
        link = rich.link(addresses.to(addresses.service_feed(service.id)), "Atom feed")
        follow = rich.inline(" To hear of new ones, subscribe to the ", link, " of this page.")
    return rich.paragraph(
        f"These are the changes to the managed policies of {service.short_name}{since}.", follow
    )
