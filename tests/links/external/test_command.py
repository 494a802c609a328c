"""`policybook links --external`, from its options to its lines and its cache."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from click.testing import Result

from commands import policybook
from webserver import Answer, Question, Server, html, redirect, serving

CACHE = Path(".cache/policybook/links.json")
QUICK = ("--interval", "0", "--timeout", "5")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with serving() as server:
        server.answers |= {
            "/": html("<h1 id=first>First</h1>"),
            "/guide": redirect(301, "/guide/"),
            "/guide/": html("<h1 id=usage>Usage</h1>"),
            "/old": redirect(301, "/guide/"),
        }
        yield server


@pytest.fixture
def site(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of two pages with links to the server."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "site"
    folder.mkdir()
    web = server.root
    (folder / "index.html").write_text(
        f"<!doctype html><title>Home</title>\n<p><a href='{web}/#first'>First</a>\n"
        f"<a href='{web}/old#usage'>Old</a>\n<a href='{web}/gone'>Gone</a>\n"
        f"<a href='about.html'>About</a>\n"
    )
    (folder / "about.html").write_text(
        f"<!doctype html><title>About</title>\n<a href='{web}/gone'>Gone</a>\n"
        f"<a href='{web}/guide/#usages'>Usage</a>\n"
    )
    return folder


def links(server: Server, *arguments: str | Path) -> Result:
    return policybook(
        "links", "site", "--external", "--allow", f"{server.root}/*", *QUICK, *arguments
    )


def lines(result: Result) -> list[str]:
    """Place, severity and rule of each problem."""
    return [" ".join(line.split(" ")[:3]) for line in result.stdout.splitlines()]


def test_links_to_other_sites(server: Server, site: Path) -> None:
    assert site.is_dir()
    result = links(server)
    assert result.exit_code == 1
    assert lines(result) == [
        "site/about.html:2:4: error external-gone",
        "site/about.html:3:4: warning external-anchor-missing",
        "site/index.html:3:4: warning external-moved",
    ]
    assert "; also at `site/index.html:4`" in result.stdout
    assert "4 external addresses: 4 judged\n" in result.stderr
    assert sorted({question.path for question in server.questions}) == [
        "/",
        "/gone",
        "/guide/",
        "/old",
    ]


def test_what_was_all_right_is_kept(server: Server, site: Path) -> None:
    first = links(server)
    kept = json.loads(CACHE.read_text(encoding="utf-8"))
    assert [*kept["good"]] == [f"{server.root}/", f"{server.root}/#first"]
    second = links(server)
    assert lines(second) == lines(first)
    assert "4 external addresses: 3 judged, 1 known already\n" in second.stderr
    third = links(server, "--max-age", "0", "--cache", "other/kept.json")
    assert "4 external addresses: 4 judged\n" in third.stderr
    assert (site.parent / "other" / "kept.json").is_file()


@pytest.mark.parametrize(
    ("text", "note", "stays"),
    [
        ('{"policybook-links": 1, "good": {"htt', "damaged", False),
        ("", "", False),
        ('{"name": "something else"}', "no cache", True),
        ("\0\xff", "no cache", True),
    ],
)
def test_cache_that_cannot_be_read(
    text: str,
    note: str,
    stays: bool,
    server: Server,
    site: Path,
) -> None:
    file = site.parent / "kept.json"
    file.write_text(text, encoding="latin-1")
    result = links(server, "--cache", file)
    assert len(lines(result)) == 3
    assert note in result.stderr
    assert (file.read_text(encoding="latin-1") == text) == stays


def test_cache_that_cannot_be_written(server: Server, site: Path) -> None:
    (site.parent / "file").write_text("in the way")
    result = links(server, "--cache", "file/kept.json")
    assert len(lines(result)) == 3
    assert "cannot be written" in result.stderr


def test_settings_and_options_add_up(server: Server, site: Path) -> None:
    (site.parent / "pyproject.toml").write_text(
        f"[tool.policybook.links]\nallow = ['{server.root}/*']\nignore = ['*/old*']\n"
    )
    result = policybook("links", "--external", "--ignore", "*/gone", *QUICK)
    assert lines(result) == ["site/about.html:3:4: warning external-anchor-missing"]
    assert {question.path for question in server.questions} == {"/", "/guide/"}


def test_private_addresses_are_not_fetched_unless_allowed(server: Server, site: Path) -> None:
    assert site.is_dir()
    result = policybook("links", "site", "--external", *QUICK)
    assert {line.split(" ")[2] for line in result.stdout.splitlines()} == {"address-private"}
    assert server.questions == []


def test_options_that_need_another(server: Server, site: Path) -> None:
    assert site.is_dir()
    result = policybook("links", "site", "--per-host", "3")
    assert result.exit_code == 2
    assert "--per-host does nothing without --external" in result.stderr
    assert server.questions == []


def test_what_fetching_needs_is_told(
    server: Server, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.is_dir()
    for module in ("policybook.links.external.checking", "policybook.links.external.web"):
        monkeypatch.delitem(sys.modules, module, raising=False)
        monkeypatch.delattr(module, raising=False)
    monkeypatch.setitem(sys.modules, "httpx", None)
    result = links(server)
    assert result.exit_code == 2
    assert 'pip install "policybook[external]"' in result.stderr


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "mail://127.0.0.1:1", "http://[::1"])
def test_proxy_that_cannot_be_used(
    proxy: str, server: Server, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.is_dir()
    monkeypatch.setenv("ALL_PROXY", proxy)
    result = links(server)
    assert result.exit_code == 1
    assert "the proxy that the environment names cannot be used: " in result.stderr
    assert server.questions == []


def test_commands_load_nothing_that_fetches() -> None:
    code = "import sys, policybook.cli; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_ctrl_c_ends_it_and_keeps_what_is_known(server: Server, site: Path) -> None:
    asked, over = Event(), Event()

    def answer(_: Question) -> Answer:
        asked.set()
        over.wait(10)
        return Answer()

    server.answers["/old"] = answer
    command = [sys.executable, "-m", "policybook", "links", "--external", "--per-host", "1"]
    with subprocess.Popen(
        [*command, "--allow", f"{server.root}/*", *QUICK],
        cwd=site.parent,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert asked.wait(10)
        run.send_signal(signal.SIGINT)
        told, errors = run.communicate(timeout=10)
    over.set()
    assert (run.returncode, told, errors.strip()) == (1, "", "Aborted!")
    kept = json.loads((site.parent / CACHE).read_text(encoding="utf-8"))
    assert f"{server.root}/#first" in kept["good"]


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_passwords_in_addresses_are_not_told(form: str, server: Server, site: Path) -> None:
    target = server.root.replace("://", "://ann:secret@")
    (site / "more.html").write_text(
        f"<!doctype html><title>More</title><a href='{target}/gone'>{target}/gone</a>"
        f"<a href='{target}/old#x'>Old</a>"
    )
    result = links(server, "--format", form)
    assert "//\N{HORIZONTAL ELLIPSIS}@127.0.0.1" in result.stdout
    assert "secret" not in result.output
    assert "secret" not in CACHE.read_text(encoding="utf-8")
