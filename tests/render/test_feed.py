"""Feeds are Atom as RFC 4287 has it, and stay themselves when the site moves."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from policybook.model import Catalogue
from policybook.render.book import render
from policybook.render.settings import Settings

ATOM = "{http://www.w3.org/2005/Atom}"


def feeds(catalogue: Catalogue, site_url: str | None) -> dict[str, ET.Element]:
    pages = render(catalogue, Settings(site_url=site_url))
    files = [file for page in pages for file in page.files(page.blocks)]
    return {f.path: ET.fromstring(f.text) for f in files if f.path.endswith("feed.xml")}


def texts(feed: ET.Element, tag: str) -> list[str | None]:
    return [element.text for element in feed.iter(f"{ATOM}{tag}")]


def test_feeds(sample: Catalogue) -> None:
    found = feeds(sample, "https://book.example/")
    assert sorted(found) == ["acme-relay/feed.xml", "acme-storage/feed.xml", "feed.xml"]
    for path, feed in found.items():
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == f"https://book.example/{path}"
        for entry in [feed, *feed.findall(f"{ATOM}entry")]:
            for tag in ("id", "title", "updated"):
                assert entry.findtext(f"{ATOM}{tag}")
        ids = texts(feed, "id")
        assert len(ids) == len(set(ids))


def test_newest_first_with_full_addresses(sample: Catalogue) -> None:
    feed = feeds(sample, "https://book.example/")["acme-storage/feed.xml"]
    dates = [entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")]
    assert dates == sorted(dates, key=str, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == "2022-06-01T00:00:00Z"
    entry = feed.findall(f"{ATOM}entry")[2]
    link = entry.find(f"{ATOM}link")
    assert link is not None
    page = "https://book.example/acme-storage/"
    assert link.get("href") == f"{page}#security-iam-awsmanpol-updates:2022-03-11-lists"
    content = entry.findtext(f"{ATOM}content") or ""
    assert f'href="{page}AcmeStorageReadOnly/"' in content
    assert "<em>buckets</em>" in content


def test_ids_outlive_a_move(sample: Catalogue) -> None:
    here, there = (feeds(sample, url) for url in ("https://a.example/", "https://b.example/x/"))
    for path, feed in here.items():
        assert texts(feed, "id") == texts(there[path], "id")


def test_no_feed_without_an_address(sample: Catalogue) -> None:
    assert feeds(sample, None) == {}
