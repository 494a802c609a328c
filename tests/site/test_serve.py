"""A preview follows the data, and keeps the last good site while the data is bad."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from urllib.request import urlopen

import pytest

import policybook
from sites import listing, mkdocs, project
from steps import STEPS

PAGE = "acme-storage/AcmeStorageFullAccess/"


class Preview:
    """A running `mkdocs serve` and what it has printed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.served = folder.parent / "served"
        self.served.mkdir()
        environment = environment | {"TMPDIR": str(self.served)}
        self.log = folder / "serve.log"
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{self.port}"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
            )

    def get(self, path: str) -> str:
        """A page; the site is served below no path, whatever site_url says."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5) as response:
                return str(response.read().decode())
        except OSError:
            return ""

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + 40
        while not condition():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, f"never: {what}\n{self.log.read_text()}"
            time.sleep(0.1)

    def edit(self, file: str, old: str, new: str) -> str:
        """Edit a file of the data, and wait until it is shown."""
        path = self.folder / "policies" / "acme-storage" / file
        text = path.read_text()
        assert old in text
        return self.follow(lambda: path.write_text(text.replace(old, new)), f"{file} was changed")

    def follow(self, change: Callable[[], object], what: str) -> str:
        """Change something, and wait for the line that says what was made again."""
        before = self.log.read_text().count("Reloading browsers")
        change()
        self.wait(lambda: self.log.read_text().count("Reloading browsers") > before, what)
        return self.log.read_text().rpartition("Detected file changes")[2]

    def site(self) -> dict[str, bytes]:
        """All that is served."""
        (folder,) = self.served.glob("mkdocs_*")
        return listing(folder)

    def built(self) -> dict[str, bytes]:
        """All that a build makes of what there is now."""
        config = self.folder / "built.yml"
        text = (self.folder / "mkdocs.yml").read_text()
        here = f"http://127.0.0.1:{self.port}/"
        config.write_text(text.replace("https://book.example/", here))
        run = mkdocs("build", "-f", "built.yml", "-d", "built", cwd=self.folder)
        assert run.returncode == 0, run.stderr
        return listing(self.folder / "built")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """A preview of the sample that runs a copy of the package, so that code can change too."""
    package = tmp_path / "code" / "policybook"
    shutil.copytree(
        Path(policybook.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__")
    )
    folder = tmp_path / "project"
    folder.mkdir()
    project(folder)
    with (folder / "mkdocs.yml").open("a") as config:
        config.write(f"watch: [{package}]\n")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(package.parent)}
    running = Preview(folder, environment)
    try:
        running.wait(lambda: "Acme" in running.get(""), "the first build")
        yield running
    finally:
        running.process.terminate()
        running.process.wait(timeout=20)


def test_preview(preview: Preview) -> None:
    words = preview.folder / "policies" / "acme-storage" / "AcmeStorageFullAccess" / "policy.yaml"
    good = words.read_text()

    words.write_text(good.replace("Grants everything", "Grants simply everything"))
    preview.wait(lambda: "simply everything" in preview.get(PAGE), "data was changed")

    words.write_text(good.replace("description:", "descriptoin:"))
    problem = "AcmeStorageFullAccess/policy.yaml:2:1: error key-unknown"
    preview.wait(lambda: problem in preview.log.read_text(), "data was broken")
    assert "simply everything" in preview.get(PAGE)
    assert "Traceback" not in preview.log.read_text()

    words.write_text(good.replace("Grants everything", "Grants everything again"))
    preview.wait(lambda: "everything again" in preview.get(PAGE), "data was mended")

    (preview.folder / "mkdocs.yml").write_text("site_name: [")
    still = "The last good site is still served."
    preview.wait(lambda: preview.log.read_text().count(still) == 2, "the configuration was broken")
    assert "everything again" in preview.get(PAGE)


def test_code_is_reloaded(preview: Preview) -> None:
    code = preview.folder.parent / "code" / "policybook" / "render" / "explain.py"
    code.write_text(code.read_text().replace('"Permissions details"', '"Permission particulars"'))
    preview.wait(lambda: "Permission particulars" in preview.get(PAGE), "code was changed")

    code.write_text("def broken(")
    preview.wait(lambda: "SyntaxError" in preview.log.read_text(), "code was broken")
    assert "Permission particulars" in preview.get(PAGE)


EDITS = {
    "words": ("AcmeStorageFullAccess/policy.yaml", "Grants everything", "Grants simply everything"),
    "a document": ("AcmeStorageReadOnly/v3.json", "|pipe|", "|pump|"),
    "a change": ("changes/2022-03-11-lists.yaml", "title: ", "title: Now, "),
}


def test_an_edit_makes_what_a_build_would(preview: Preview) -> None:
    assert preview.site() == preview.built()
    for file, old, new in EDITS.values():
        assert "Rebuilt " in preview.edit(file, old, new)
        assert preview.site() == preview.built()
    for file, old, new in EDITS.values():
        assert "Rebuilt " in preview.edit(file, new, old)
    assert preview.site() == preview.built()


@pytest.mark.parametrize("seed", range(3))
def test_steps_at_random_make_what_a_build_would(preview: Preview, seed: int) -> None:
    policies = preview.folder / "policies"
    random = Random(seed)
    for _ in range(8):
        step, number = random.choice(STEPS), random.randrange(10)
        before = listing(policies)
        said = preview.follow(partial(step, policies, number), f"a step with {number}")
        if "The last good site is still served." in said:
            preview.follow(partial(put_back, policies, before), "the step was undone")
    built = preview.built()
    preview.wait(lambda: preview.site() == built, "what a build makes")


def put_back(folder: Path, files: dict[str, bytes]) -> None:
    now = listing(folder)
    for name in now.keys() - files.keys():
        (folder / name).unlink()
    for name, content in files.items():
        if now.get(name) != content:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)


def test_an_edit_of_more_than_pages_builds_everything(preview: Preview) -> None:
    assert "Rebuilt " not in preview.edit(
        "service.yaml", "short_name: Acme Storage", "short_name: Acme Disks"
    )
    assert preview.site() == preview.built()
    words = preview.folder / "docs" / "about.md"
    words.write_text("# About\n\nAll [about](acme-storage/AcmeStorageFullAccess/v1.json) it.\n")
    preview.wait(lambda: "All <a" in preview.get("about/"), "words were changed")
    assert preview.site() == preview.built()


def test_a_link_that_an_edit_breaks(preview: Preview) -> None:
    link = "acme-storage/AcmeStorageFullAccess/index.md#permissions:guard-rails"
    (preview.folder / "docs" / "about.md").write_text(f"# About\n\nMind the [rails]({link}).\n")
    preview.wait(lambda: "Mind the" in preview.get("about/"), "words were changed")
    good = preview.site()
    said = preview.edit("AcmeStorageFullAccess/policy.yaml", "Guard rails", "Guard posts")
    assert "does not contain an anchor '#permissions:guard-rails'" in said
    assert "The last good site is still served." in said
    assert preview.site() == good
    assert "Rebuilt 0 of" in preview.edit("AcmeStorageFullAccess/policy.yaml", "posts", "rails")
    assert preview.site() == good
