"""Where a site is published decides which addresses are its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from builtsites import Files, build, told
from policybook.links.aim import Home
from policybook.links.check import check_links
from policybook.links.faults import faults
from policybook.links.home import found_home
from policybook.links.survey import survey

SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def listed(*addresses: str) -> str:
    return SITEMAP.format("".join(f"<url><loc>{address}</loc></url>" for address in addresses))


def rules(root: Path, home: str | None = None) -> list[tuple[str, str]]:
    report = check_links(root, home=Home.of(home) if home else None)
    return [
        (finding.rule, use.target)
        for finding in report.findings
        for use in [finding.standings[0].use]
        if use
    ]


@pytest.mark.parametrize(
    ("files", "home"),
    [
        ({}, "https://acme.example/"),
        ({"index.html": '<link rel="canonical" href="http://a.b/c/index.html">'}, "http://a.b/c/"),
        ({"index.html": '<link rel="canonical" href="http://a.b:81/c?q#x">'}, "http://a.b:81/c/"),
        ({"index.html": '<meta property="og:url" content="https://a.b">'}, "https://a.b/"),
        ({"index.html": '<link rel="canonical" href="/c/">'}, None),
        ({"index.html": ""}, None),
        (
            {"index.html": "", "sitemap.xml": listed("https://a.b/c/guide/", "https://a.b/c/")},
            "https://a.b/c/",
        ),
        (
            {"index.html": "", "sitemap.xml": listed("https://a.b/c/guide/setup.html?q")},
            "https://a.b/c/",
        ),
        (
            {"index.html": "", "sitemap.xml": listed("https://a.b/c/none/", "https://a.b/c/no/")},
            None,
        ),
        ({"index.html": "", "sitemap.xml": listed("c/", "")}, None),
    ],
)
def test_a_site_says_where_it_is(files: Files, home: str | None, tmp_path: Path) -> None:
    site = survey(build(tmp_path, files))
    found = found_home(site.contents, site.index).home
    assert (str(found) if found.is_known else None) == home
    assert site.home == found


LINKS = {
    "index.html": "".join(
        f'<a href="{target}"></a>'
        for target in (
            "/docs/guide/",
            "/docs",
            "/guide/",
            "https://acme.example/docs/guide/#first-steps",
            "https://acme.example/docs/nothing/",
            "https://acme.example:443/docs/guide/",
            "https://acme.example:8443/docs/nothing/",
            "http://acme.example/docs/nothing/",
            "https://acme.example/blog/",
            "https://acme.example/docs-old/",
            "//acme.example/docs/nowhere/",
        )
    )
}


def test_below_a_path(tmp_path: Path) -> None:
    root = build(tmp_path, LINKS)
    assert rules(root, "https://acme.example/docs") == [
        ("link-outside", "/guide/"),
        ("link-broken", "https://acme.example/docs/nothing/"),
        ("link-broken", "//acme.example/docs/nowhere/"),
    ]
    report = check_links(root, home=Home.of("https://acme.example/docs"))
    assert [*report.external] == [
        "https://acme.example:8443/docs/nothing/",
        "https://acme.example/blog/",
        "https://acme.example/docs-old/",
    ]
    message = next(one.message for one in report.findings if one.rule == "link-outside")
    assert message == (
        "leads out of the site, which is published below `/docs/`: write `/docs/guide/`, "
        "or write the whole address if another site is meant"
    )


def test_an_unknown_home_makes_whole_addresses_external(tmp_path: Path) -> None:
    root = build(tmp_path, LINKS)
    assert rules(root) == [("link-broken", "/docs/guide/"), ("link-broken", "/docs")]
    assert len(check_links(root).external) == 8


def test_a_site_without_encryption_loads_what_it_wants(tmp_path: Path) -> None:
    root = build(tmp_path, {"index.html": '<script src="http://cdn.example/a.js"></script>'})
    assert rules(root, "http://acme.example/") == []
    assert rules(root, "https://acme.example/")[0][0] == "content-insecure"
    root = build(tmp_path, {"index.html": '<img src="http://acme.example/assets/logo.png">'})
    assert rules(root, "https://acme.example/")[0][0] == "content-insecure"


def test_a_preview_on_this_machine_is_no_private_address(tmp_path: Path) -> None:
    root = build(tmp_path, {"index.html": '<a href="http://localhost:8000/guide/">Guide</a>'})
    assert rules(root, "http://localhost:8000/") == []


@pytest.mark.parametrize("home", ["https://acme.example/docs/", "http://a.b/"])
def test_a_site_that_was_built_for_elsewhere(home: str, tmp_path: Path) -> None:
    files = {
        "sitemap.xml": listed("https://acme.example/guide/", "https://acme.example/"),
        "404.html": '<a href="/guide/">Guide</a>',
        "a.html": '<a href="/gone/">Gone</a>',
    }
    message = (
        "site-elsewhere the {} `https://acme.example/` says that the site was built for "
        f"`https://acme.example/`, but `--site-url` says `{home}`: build it with that"
    )
    root = build(tmp_path, files)
    other, said = (str(f.problem) for f in faults(check_links(root, home=Home.of(home))))
    assert " link-broken the link `Gone` to `/gone/` is broken" in other
    assert said == f"index.html:2:23: error {message.format('canonical address')}"
    (root / "index.html").write_text('<p id="acme">')
    _, said = (str(f.problem) for f in faults(check_links(root, home=Home.of(home))))
    assert said.endswith(message.format("entry"))
    assert not told(build(tmp_path, {"a.html": ""}))
    assert rules(root, "https://acme.example") == []


@pytest.mark.parametrize(
    "address", ["", "acme.example", "/docs/", "ftp://a.b/", "https://", "//a.b/"]
)
def test_no_home(address: str) -> None:
    assert Home.of(address) is None
