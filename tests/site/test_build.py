"""The site as MkDocs builds it: of another team's data, and of bad data."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sites import SAMPLE_CONFIG, listing, mkdocs, project


def test_pages_and_files(sample_site: Path) -> None:
    built = {name for name in listing(sample_site) if not name.startswith(("assets/", "search/"))}
    relay = "acme-relay/Acme+Relay=Team.v1@x"
    assert {
        "index.html",
        "index.md",
        "feed.xml",
        "about/index.html",
        "updates/index.html",
        "acme-storage/index.html",
        "acme-storage/index.md",
        "acme-storage/feed.xml",
        "acme-storage/AcmeStorageReadOnly/index.html",
        "acme-storage/AcmeStorageReadOnly/index.md",
        "acme-storage/AcmeStorageReadOnly/v1.json",
        "acme-storage/AcmeStorageReadOnly/v3.json",
        f"{relay}/index.html",
        f"{relay}/v1.json",
        "reference/data-format/index.html",
        "reference/rules/index.html",
        "reference/schemas/policy.json",
    } <= built


def test_nothing_is_written_into_docs(tmp_path: Path) -> None:
    folder = project(tmp_path)
    before = listing(folder / "docs") | listing(folder / "policies")
    assert mkdocs("build", cwd=folder).returncode == 0
    assert listing(folder / "docs") | listing(folder / "policies") == before


def test_a_strict_build_prints_no_warning(tmp_path: Path) -> None:
    run = mkdocs("build", "--strict", cwd=project(tmp_path))
    assert run.returncode == 0
    assert "WARNING" not in run.stderr
    assert "9 versions, 6 changes: no problems" in run.stderr


def test_a_warning_stops_a_strict_build_before_the_old_site_goes(tmp_path: Path) -> None:
    folder = project(tmp_path)
    words = folder / "policies" / "acme-storage" / "AcmeStorageLegacy" / "policy.yaml"
    words.write_text(
        words.read_text().replace("  statement-unexplained: The", "  grant-empty: The")
    )
    run = mkdocs("build", "--strict", cwd=folder)
    place = "policies/acme-storage/AcmeStorageLegacy/policy.yaml:1:1"
    assert f"WARNING -  {place}: warning statement-unexplained" in run.stderr
    assert "/reference/rules/" in run.stderr
    assert "1 error, 1 warning; nothing was built" in run.stderr
    settings = '[tool.policybook.rules]\nstatement-unexplained = "hint"\ngrant-empty = "off"\n'
    (folder / "pyproject.toml").write_text(settings)
    run = mkdocs("build", "--strict", cwd=folder)
    assert run.returncode == 0, run.stderr
    assert "1 hint" in run.stderr
    assert place not in run.stderr


def test_bad_data_leaves_the_old_site_as_it_was(tmp_path: Path) -> None:
    folder = project(tmp_path)
    assert mkdocs("build", cwd=folder).returncode == 0
    before = listing(folder / "site")
    policies = folder / "policies" / "acme-storage"
    (policies / "AcmeStorageReadOnly" / "v3.json").write_text('{"Statement": [,]}')
    (policies / "service.yaml").write_text("name: x\nshort: y\n")
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 1
    place = "policies/acme-storage/AcmeStorageReadOnly/v3.json:1:16: error json-invalid"
    assert place in run.stderr
    assert "policies/acme-storage/service.yaml:2:1: error key-unknown" in run.stderr
    assert "nothing was built" in run.stderr
    assert "Traceback" not in run.stderr
    assert listing(folder / "site") == before


def test_a_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    folder = project(tmp_path)
    shutil.rmtree(folder / "policies")
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 1
    assert "policies:1:1: error file-" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("name", ["updates.md", "updates/index.md", "acme-relay/feed.xml"])
def test_a_file_in_the_way_is_a_clear_error(tmp_path: Path, name: str) -> None:
    folder = project(tmp_path)
    page = folder / "docs" / name
    page.parent.mkdir(exist_ok=True)
    page.write_text("# Mine\n")
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 1
    assert "has the place of a generated file" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_hand_written_home_page_stays(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "docs" / "index.md").write_text("# Our own home\n")
    assert mkdocs("build", cwd=folder).returncode == 0
    assert "Our own home" in (folder / "site" / "index.html").read_text()
    assert not (folder / "site" / "index.md").exists()


@pytest.mark.parametrize(("name", "text"), [("iso", "2022-03-11"), ("ordinal", "March 11th, 2022")])
def test_dates_are_a_setting(name: str, text: str, tmp_path: Path) -> None:
    plugins = f"[search, {{policybook: {{dates: {name}}}}}]"
    folder = project(tmp_path, SAMPLE_CONFIG.replace("[search, policybook]", plugins))
    assert mkdocs("build", cwd=folder).returncode == 0
    html = (folder / "site" / "acme-storage" / "index.html").read_text()
    assert f'<time datetime="2022-03-11">{text}</time>' in html


def test_without_directory_urls(tmp_path: Path) -> None:
    folder = project(tmp_path, SAMPLE_CONFIG + "use_directory_urls: false\n")
    assert mkdocs("build", "--strict", cwd=folder).returncode == 0
    html = (folder / "site" / "acme-storage.html").read_text()
    assert 'href="acme-storage/AcmeStorageReadOnly/index.html"' in html


def test_a_moved_page_stands_where_the_page_was(tmp_path: Path) -> None:
    folder = project(tmp_path, SAMPLE_CONFIG + "use_directory_urls: false\n")
    with (folder / "policies" / "acme-relay" / "service.yaml").open("a") as about:
        about.write("aliases: [acme-bridge]\n")
    assert mkdocs("build", "--strict", cwd=folder).returncode == 0
    html = (folder / "site" / "acme-bridge.html").read_text()
    assert '<link rel="canonical" href="https://book.example/acme-relay.html">' in html
    assert '<a href="acme-relay.html">' in html
    assert not (folder / "site" / "acme-bridge" / "index.html").exists()


def test_links_from_hand_written_pages_are_checked(tmp_path: Path) -> None:
    folder = project(tmp_path)
    page = folder / "docs" / "about.md"
    page.write_text("# About\n\n[x](acme-storage.md#security-iam-awsmanpol-updates)\n")
    assert mkdocs("build", "--strict", cwd=folder).returncode == 0
    page.write_text("# About\n\n[x](acme-storage.md#security-iam-awsmanpol-gone)\n")
    run = mkdocs("build", "--strict", cwd=folder)
    assert run.returncode == 1
    assert "does not contain an anchor '#security-iam-awsmanpol-gone'" in run.stderr


def test_search_finds_names_actions_sids_and_prose(sample_site: Path) -> None:
    index = json.loads((sample_site / "search" / "search_index.json").read_text())
    text = " ".join(entry["title"] + entry["text"] for entry in index["docs"])
    for word in ("AcmeStorageServiceRolePolicy", "s3:PutBucketPolicy", "Guard", "look after its"):
        assert word in text


def test_pages_know_their_feed_and_their_data(sample_site: Path) -> None:
    html = (sample_site / "acme-storage" / "AcmeStorageReadOnly" / "index.html").read_text()
    assert 'type="application/atom+xml"' in html
    assert 'href="../feed.xml"' in html
    data = "https://git.example/sample/book/edit/main/policies/acme-storage/AcmeStorageReadOnly"
    for name in ("policy.yaml", "v1.json", "v3.json"):
        assert f'href="{data}/{name}"' in html
    sitemap = ET.parse(sample_site / "sitemap.xml")
    locations = [element.text for element in sitemap.iter() if element.tag.endswith("loc")]
    assert "https://book.example/acme-storage/AcmeStorageReadOnly/" in locations


def test_a_navigation_made_from_files_is_flat(sample_site: Path) -> None:
    html = (sample_site / "index.html").read_text()
    nav = html[html.index('data-md-type="navigation"') :]
    nav = nav[: nav.index('<div class="md-content"')]
    labels = re.findall(r'<span class="md-ellipsis">\s*(.*?)\s*</span>', nav)
    pages = ["Home", "About", "Acme Storage", "Updates", "Reference", "Data format", "Rules"]
    assert [label for label in dict.fromkeys(labels) if label in pages] == pages


def test_themes_show_names_as_text(tmp_path: Path) -> None:
    folder = project(tmp_path)
    about = folder / "policies" / "acme-storage" / "service.yaml"
    about.write_text(about.read_text().replace("Acme Storage", "A&lt;b&gt; {{ 7*7 }} &copy"))
    assert mkdocs("build", "--strict", cwd=folder).returncode == 0
    html = (folder / "site" / "acme-storage" / "index.html").read_text()
    assert "49" not in re.findall(r"<title>.*?</title>", html)[0]
    assert "&amp;lt;b&amp;gt; {{ 7*7 }} &amp;copy" in html
    assert 'content="What each' in html


def test_every_page_has_an_anchor_once(sample_site: Path, reference_site: Path) -> None:
    for site in (sample_site, reference_site):
        for path in site.rglob("*.html"):
            ids = re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8"))
            assert sorted(ids) == sorted(set(ids)), path
