"""Atom feeds (RFC 4287) of changes: one per service and one for the site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from policybook.model import Change
from policybook.render import history
from policybook.render.context import Context
from policybook.render.hypertext import flow_html
from policybook.render.page import Asset

_ATOM = "http://www.w3.org/2005/Atom"

NEWEST = 50
"""How many changes a feed has at most: readers ask for it again and again."""


def feed(path: str, title: str, page: str, changes: Iterable[Change], context: Context) -> Asset:
    """The feed at `path` of the newest of the changes that the page at `page` shows."""
    site = context.settings.site_url or ""
    changes = list(changes)[:NEWEST]
    root = ET.Element("feed", {"xmlns": _ATOM})
    _add(root, "id", _id(path, context))
    _add(root, "title", title)
    _add(root, "updated", _instant(max((c.date for c in changes), default=date(1970, 1, 1))))
    ET.SubElement(root, "link", {"rel": "self", "href": f"{site}{path}"})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": f"{site}{page}"})
    author = ET.SubElement(root, "author")
    _add(author, "name", context.settings.site_name)
    for change in changes:
        root.append(_entry(change, context, site))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return Asset(path, f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n')


def _entry(change: Change, context: Context, site: str) -> ET.Element:
    service = context.catalogue.service(change.service)
    page, anchor = context.rows.of_service(change)
    entry = ET.Element("entry")
    _add(entry, "id", _id(f"{service.id}/{change.id}", context))
    _add(entry, "title", f"{service.short_name}: {change.title}")
    _add(entry, "updated", _instant(change.date))
    ET.SubElement(entry, "link", {"rel": "alternate", "href": f"{site}{page}#{anchor}"})
    html = flow_html(history.describe(change, context), lambda target: f"{site}{target}")
    ET.SubElement(entry, "content", {"type": "html"}).text = html
    return entry


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _id(name: str, context: Context) -> str:
    """An id that no other site has, and that outlives a move of this one."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'policybook:{context.settings.site_name}:{name}')}"


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
