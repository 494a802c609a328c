"""A build leaves the old site whole, or the new one, whatever happens to it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError

from policybook.plugin import staging
from policybook.plugin.staging import Stage
from policybook.plugin.writing import Writer
from sites import SAMPLE_CONFIG, listing, mkdocs, project

WORDS = "policies/acme-storage/AcmeStorageFullAccess/policy.yaml"


def filled(stage: Stage, **files: str) -> Stage:
    for name, text in files.items():
        path = stage.path / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return stage


def texts(folder: Path) -> dict[str, str]:
    return {name: content.decode() for name, content in listing(folder).items()}


@pytest.fixture(params=[True, False], ids=["at once", "in steps"])
def _exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way in which two folders change places."""
    if not request.param:
        monkeypatch.setattr(staging, "_exchanged_at_once", lambda *_: False)


@pytest.mark.usefixtures("_exchange")
@pytest.mark.parametrize("inside", [False, True])
def test_a_new_site_takes_the_place_of_the_old(inside: bool, tmp_path: Path) -> None:
    site = tmp_path / "deep" / "site"
    filled(Stage(site, inside=inside), index="old", gone="old", page__index="old").publish()
    assert texts(site) == {"index": "old", "gone": "old", "page/index": "old"}
    stage = filled(Stage(site, inside=inside), index="new", page="new")
    assert texts(site).items() >= {"index": "old", "gone": "old", "page/index": "old"}.items()
    stage.publish()
    assert texts(site) == {"index": "new", "page": "new"}
    assert [*site.parent.iterdir()] == [site]


@pytest.mark.usefixtures("_exchange")
def test_hidden_files_stay(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    (site / ".git" / "HEAD").write_text("main")
    (site / "old").write_text("old")
    filled(Stage(site), index="new").publish()
    assert texts(site) == {".git/HEAD": "main", "index": "new"}


def test_a_site_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")
    filled(Stage(tmp_path / "site"), index="new").publish()
    assert (tmp_path / "site").is_symlink()
    assert texts(tmp_path / "real") == {"index": "new"}


def test_who_is_in_the_old_site_is_in_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    filled(Stage(Path()), index="new").publish()
    assert texts(tmp_path) == {"index": "new"}


def test_no_file_is_taken_for_a_site(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("notes")
    with pytest.raises(NotADirectoryError):
        Stage(tmp_path / "site")
    assert (tmp_path / "site").read_text() == "notes"


def test_what_was_left_is_removed_unless_its_build_still_runs(tmp_path: Path) -> None:
    site = tmp_path / "site"
    left = tmp_path / ".site.policybook-0123"
    left.mkdir()
    first = filled(Stage(site), index="first")
    second = filled(Stage(site), index="second")
    assert not left.exists()
    first.publish()
    second.publish()
    assert texts(site) == {"index": "second"}


def test_a_site_that_was_put_aside_comes_back(tmp_path: Path) -> None:
    aside = tmp_path / ".site.policybook-0123-aside"
    aside.mkdir()
    (aside / "index").write_text("old")
    Stage(tmp_path / "site").discard()
    assert texts(tmp_path) == {"site/index": "old"}


def edited(folder: Path) -> None:
    words = folder / WORDS
    words.write_text(words.read_text().replace("Grants everything", "Grants simply everything"))


def test_a_build_that_is_killed(tmp_path: Path) -> None:
    folder = project(tmp_path)
    assert mkdocs("build", cwd=folder).returncode == 0
    old = listing(folder / "site")
    edited(folder)
    start = time.monotonic()
    assert mkdocs("build", "-d", "new", cwd=folder).returncode == 0
    took = time.monotonic() - start
    new = listing(folder / "new")
    assert old != new
    for share in (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1):
        build = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "-q"], cwd=folder, stderr=subprocess.DEVNULL
        )
        time.sleep(took * share)
        build.send_signal(signal.SIGKILL)
        build.wait()
        assert listing(folder / "site") in (old, new)
    assert mkdocs("build", cwd=folder).returncode == 0
    assert listing(folder / "site") == new
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize("generator", ["mkdocs", "properdocs"])
def test_a_late_warning_keeps_the_old_site(generator: str, tmp_path: Path) -> None:
    folder = project(tmp_path)
    assert mkdocs("build", cwd=folder, generator=generator).returncode == 0
    old = listing(folder / "site")
    edited(folder)
    (folder / "docs" / "about.md").write_text("# About\n\n[x](acme-storage.md#nowhere)\n")
    run = mkdocs("build", cwd=folder, generator=generator)
    assert run.returncode == 1
    assert "Aborted with 1 warnings in strict mode" in run.stdout + run.stderr
    assert listing(folder / "site") == old
    assert not list(folder.glob(".*"))


FULL = """\
import builtins, errno, io, os
real = io.open
def full(path, mode="r", *rest, **options):
    if "policybook-" in str(path) and ("w" in mode or "x" in mode) and str(path).endswith(NAME):
        raise OSError(errno.NUMBER, os.strerror(errno.NUMBER), str(path))
    return real(path, mode, *rest, **options)
io.open = builtins.open = full
"""


@pytest.mark.parametrize("number", ["ENOSPC", "EACCES"])
@pytest.mark.parametrize(
    "name", ["AcmeStorageFullAccess/index.html", "search_index.json", "about/index.html"]
)
def test_a_disk_that_takes_no_more(number: str, name: str, tmp_path: Path) -> None:
    folder = project(tmp_path, f"{SAMPLE_CONFIG}hooks: [full.py]\n")
    assert mkdocs("build", "-d", "site", cwd=project_without_hook(folder)).returncode == 0
    old = listing(folder / "site")
    edited(folder)
    (folder / "full.py").write_text(FULL.replace("NAME", repr(name)).replace("NUMBER", number))
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 1
    reason = os.strerror(getattr(errno, number)).lower()
    message = f"the site cannot be written to `site`: {reason}; what was there is as it was"
    assert f"ERROR   -  {message}" in run.stderr
    assert "Traceback" not in run.stderr
    assert listing(folder / "site") == old
    assert not list(folder.glob(".*"))


def project_without_hook(folder: Path) -> Path:
    (folder / "full.py").write_text("")
    return folder


def test_data_in_the_site_is_not_built_over(tmp_path: Path) -> None:
    folder = project(tmp_path)
    run = mkdocs("build", "-d", "policies", cwd=folder)
    assert run.returncode == 1
    assert "`site_dir` has the data in it" in run.stderr
    assert (folder / WORDS).exists()


def test_what_stays_the_same_is_not_written_again(tmp_path: Path) -> None:
    folder = project(tmp_path)
    page = folder / "site" / "acme-storage" / "AcmeStorageFullAccess" / "index.html"
    other = folder / "site" / "acme-relay" / "feed.xml"
    assert mkdocs("build", cwd=folder).returncode == 0
    old_page, old_other = page.stat(), other.stat()
    edited(folder)
    with page.open() as held:
        assert mkdocs("build", cwd=folder).returncode == 0
        assert "simply everything" not in held.read()
    assert "simply everything" in page.read_text()
    assert page.stat().st_ino != old_page.st_ino
    assert other.stat().st_ino == old_other.st_ino
    other.write_text("changed by hand")
    assert mkdocs("build", cwd=folder).returncode == 0
    assert "changed by hand" not in other.read_text()
    (folder / "site" / "acme-relay" / "stray").mkdir()
    assert mkdocs("build", cwd=folder).returncode == 0
    assert not (folder / "site" / "acme-relay" / "stray").exists()
    (folder / "mkdocs.yml").write_text(f"{SAMPLE_CONFIG}hooks: [late.py]\n")
    (folder / "late.py").write_text("def on_post_build(config): pass\n")
    old_other = other.stat()
    assert mkdocs("build", cwd=folder).returncode == 0
    assert other.stat().st_ino != old_other.st_ino


def test_a_site_that_comes_out_as_it_was_stays(tmp_path: Path) -> None:
    folder = project(tmp_path)
    site = folder / "site"
    assert mkdocs("build", cwd=folder).returncode == 0
    old, files = site.stat(), listing(site)
    assert mkdocs("build", cwd=folder).returncode == 0
    assert site.stat().st_ino == old.st_ino
    assert listing(site) == files
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize(
    ("spoil", "is_old"),
    [
        (lambda _: None, True),
        (lambda site: (site / "a" / "page").write_text("other"), False),
        (lambda site: (site / "asset").write_text("other"), False),
        (lambda site: (site / "asset").unlink(), False),
        (lambda site: (site / "a" / "more").write_text("more"), False),
        (lambda site: (site / "empty").mkdir(), False),
        (lambda site: (site / "a" / "link").symlink_to("page"), False),
    ],
)
def test_a_site_is_old_if_nothing_of_it_differs(
    spoil: Callable[[Path], object], is_old: bool, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in old / "a", new:
        folder.mkdir(parents=True)
    (old / "a" / "page").write_text("page")
    for folder in old, new:
        (folder / "asset").write_text("asset")
    spoil(old)
    writer = Writer(new, old)
    writer.write("a/page", "page")
    assert writer.is_old() == is_old
    writer.fill()
    assert texts(new) == {"a/page": "page", "asset": "asset"}


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("other")])
def test_what_writes_the_old_site_meanwhile_is_told_of(
    spoil: Callable[[Path], object], tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    (old / "page").write_text("page")
    os.utime(old / "page", (0, 0))
    writer = Writer(new, old)
    writer.write("page", "page")
    spoil(old / "page")
    assert not writer.is_old()
    with pytest.raises(PluginError, match="build again"):
        writer.fill()


def test_a_disk_without_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    (old / "page").write_text("page")
    writer = Writer(new, old)
    writer.write("page", "page")

    def refuse(*_: str) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    writer.fill()
    assert texts(new) == {"page": "page"}
