"""What `policybook links` prints, in each format, and how it ends."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from builtsites import build
from commands import policybook
from policybook.guide import Subject, guides
from policybook.links.kinds import KINDS
from reports import parsed
from sites import SAMPLE

run = partial(policybook, "links")

BROKEN = '<!doctype html>\n<a href="../gide/">The guide</a>'
WARNED = '<a href="http://localhost:8000/">Preview</a>'


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a fault on two pages, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return build(tmp_path / "site", {"a/index.html": BROKEN, "b/index.html": BROKEN})


def test_problems_go_to_stdout_and_the_rest_to_stderr(site: Path) -> None:
    del site
    result = run()
    assert result.exit_code == 1
    assert result.stdout == (
        "site/a/index.html:2:4: error link-broken the link `The guide` to `../gide/` is broken: "
        "the site has no `/gide/`; did you mean `../guide/`?; also at `site/b/index.html:2`\n"
    )
    first, second = result.stderr.splitlines()
    assert first == "5 pages, 5 links: 1 error"
    assert second.endswith("/reference/rules/link-broken/")


def test_a_clean_site(tmp_path: Path) -> None:
    result = run(build(tmp_path / "public", {}), "--strict")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "3 pages, 3 links: no problems\n"


def test_from_elsewhere(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(site).stdout.startswith(f"{site}/a/index.html:2:4: ")
    monkeypatch.chdir(site / "a")
    assert run("..").stdout.startswith("index.html:2:4: ")


def test_warnings_fail_only_where_they_should(tmp_path: Path) -> None:
    root = build(tmp_path, {"a.html": WARNED})
    assert run(root).exit_code == 0
    assert run(root, "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "does not exist"),
        (["site/index.html"], "is a file"),
        (["empty"], "there is no page in `empty`"),
        (["--site-url", "acme.example"], "`acme.example` is no address of a site"),
        (["--lock", "nowhere"], "does not exist"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
def test_wrong_use(arguments: list[str], message: str, site: Path) -> None:
    (site.parent / "empty").mkdir()
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_no_site_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.exit_code == 2
    assert "there is no folder `site` here: build the site, or name its folder" in result.stderr


def test_json(site: Path) -> None:
    del site
    value = parsed(run("--format", "json").stdout, "links")
    assert value["counts"] == {"pages": 5, "links": 5, "errors": 1, "warnings": 0, "hints": 0}
    (problem,) = value["problems"]
    assert problem["url"].endswith("/reference/rules/link-broken/")
    place = {"line": 2, "column": 4, "target": "../gide/", "text": "The guide"}
    assert problem["places"] == [
        {"file": "site/a/index.html", **place},
        {"file": "site/b/index.html", **place},
    ]


def test_github(site: Path) -> None:
    del site
    (line,) = run("--format", "github").stdout.splitlines()
    assert line.startswith(
        "::error file=site/a/index.html,line=2,col=4,title=link-broken::the link"
    )


EDIT = '<a rel="nofollow edit" href="https://git.example/acme/edit/main/docs/{}">Edit</a>'


@pytest.mark.parametrize(
    ("edit", "source"),
    [
        (EDIT.format("a.md"), "docs/a.md"),
        (EDIT.format("%61.md?plain=1#L1"), "docs/a.md"),
        ('<a title="Edit this page" href="https://git.example/-/edit/x/docs/a.md">', "docs/a.md"),
        ('<link rel="edit" href="https://git.example/docs/docs/a.md">', "docs/a.md"),
        (EDIT.format("gone.md"), None),
        (EDIT.format("b/../a.md"), None),
        (EDIT.format("%00"), None),
        (EDIT.format("b/" * 5_000 + "a.md"), None),
        ('<a rel="edit" href="docs/a.md">', None),
        ('<a title="Read this page" href="https://git.example/docs/a.md">', None),
    ],
)
def test_what_a_page_is_made_from(edit: str, source: str | None, site: Path) -> None:
    (site.parent / "docs").mkdir()
    (site.parent / "docs" / "a.md").write_text("# A")
    (site / "a" / "index.html").write_text(f'{edit}<a href="/one/">One</a><a href="../gide/">')
    (line,) = (line for line in run().stdout.splitlines() if " to `/one/` " in line)
    end = f"; the page is made from `{source}`" if source else "or add what it leads to"
    assert line.endswith(end)
    (line,) = (line for line in run().stdout.splitlines() if "`../gide/`" in line)
    assert "is made from" not in line


def test_sarif(site: Path) -> None:
    del site
    schema = json.loads((SAMPLE.parent / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    value = json.loads(run("--format", "sarif").stdout)
    Draft202012Validator(schema).validate(value)
    (result,) = value["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("link-broken", "error")


def test_where_the_site_is(site: Path) -> None:
    (site / "index.html").write_text('<h1 id="acme">Acme</h1>')
    (site / "a" / "index.html").write_text('<a href="/docs/guide/"></a>')
    (site / "b" / "index.html").write_text('<a href="https://a.b/docs/guide/#first-steps"></a>')
    assert run("--site-url", "https://a.b/docs").exit_code == 0
    assert run().exit_code == 1


def test_a_network_that_readers_share(tmp_path: Path) -> None:
    root = build(tmp_path / "site", {"a.html": '<a href="http://wiki/a">A</a>'})
    assert run(root, "--strict").exit_code == 1
    for pattern, exit_code in (("http://wiki/*", 0), ("http://other/*", 1)):
        settings = f"[tool.policybook.links]\nallow = ['{pattern}']\n"
        (tmp_path / "pyproject.toml").write_text(settings)
        assert run(root, "--strict").exit_code == exit_code


@pytest.mark.parametrize("pattern", ["../gide/", "/gide/", "/g*", "*gide*", "/gide?"])
def test_ignored(pattern: str, site: Path) -> None:
    assert run("--ignore", "/nothing/*", "--ignore", pattern).exit_code == 0
    settings = f"[tool.policybook.links]\nignore = ['{pattern}']\n"
    (site.parent / "pyproject.toml").write_text(settings)
    assert run().exit_code == 0


@pytest.mark.parametrize("pattern", ["gide", "/gid/", "", "/gide/[x]", "/GIDE/"])
def test_not_ignored(pattern: str, site: Path) -> None:
    del site
    assert run("--ignore", pattern).exit_code == 1


def test_settings_that_are_wrong(site: Path) -> None:
    (site.parent / "pyproject.toml").write_text("[tool.policybook]\nlinks = 1\n")
    result = run()
    assert "pyproject.toml:2:9: error value-type" in result.stdout
    assert "2 errors" in result.stderr


def lock(folder: Path, *lines: str) -> Path:
    path = folder / "anchors.lock"
    path.write_text("".join(f"{line}\n" for line in ("# Published", "", *lines)))
    return path


def test_published_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    build(tmp_path / "site", {})
    right = lock(tmp_path, "/", "/guide/#first-steps", "/no/ gone: it never was")
    assert run("--lock", right).exit_code == 0
    wrong = lock(tmp_path, "/guide/", "/guide/#frist-steps", "/gide/")
    result = run("--lock", wrong)
    assert result.exit_code == 1
    assert result.stdout == (
        "anchors.lock:4:1: error lock-address-broken the published address `/guide/#frist-steps` "
        "leads to no anchor in `/guide/`; did you mean `/guide/#first-steps`?\n"
        "anchors.lock:5:1: error lock-address-broken the published address `/gide/` is broken: "
        "the site has no `/gide/`; did you mean `/guide/`?\n"
    )
    places = parsed(run("--lock", wrong, "--format", "json").stdout, "links")["problems"][1]
    assert [place["file"] for place in places["places"]] == ["anchors.lock"]


def test_a_lock_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    build(tmp_path / "site", {})
    result = run("--lock", lock(tmp_path, "no address"), "--format", "json")
    assert result.exit_code == 1
    (problem,) = parsed(result.stdout, "links")["problems"]
    assert (problem["file"], problem["line"], problem["rule"], problem["places"]) == (
        "anchors.lock",
        3,
        "lock-invalid",
        [],
    )


HOSTILE = "a\x7f\x9b31m\u2028\u202e::error::b` | [c](https://evil.example) -->"


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_hostile_pages_break_out_of_no_output(form: str, tmp_path: Path) -> None:
    page = f"<a href='{HOSTILE}#{HOSTILE}'>{HOSTILE}</a><a href='#{HOSTILE}'>x</a><img src='//{HOSTILE}'>"
    build(tmp_path, {"a.html": page, f"{HOSTILE.replace('/', '')}.html": page})
    result = run(tmp_path, "--format", form)
    assert result.output.replace("\n", "").isprintable()
    assert not any(line.startswith("::error::") for line in result.stdout.splitlines())
    if form == "sarif":
        messages = [r["message"]["text"] for r in json.loads(result.stdout)["runs"][0]["results"]]
        assert not any("](" in message for message in messages)


@pytest.mark.parametrize("rule", KINDS)
def test_each_rule_is_explained(rule: str) -> None:
    guide = guides()[rule]
    assert guide.subject is Subject.LINKS
    assert not guide.is_optional
    assert re.fullmatch(r"[A-Z].*\.", guide.title)
    assert guide.documentation.partition("\n\n")[2], "there is more to say"
    told = policybook("rules", rule).stdout
    assert "Exempt" not in told
    assert 'ignore = ["/api/*"] under [tool.policybook.links]' in told


def test_rules_of_links_are_none_of_the_data(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.policybook.rules]\nlink-broken = 'off'\n")
    result = run(build(tmp_path / "site", {}))
    assert (
        "error key-unknown there is no rule `link-broken` with a severity to set" in result.stdout
    )
