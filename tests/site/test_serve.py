"""A preview follows the data, and keeps the last good site while the data is bad."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

import policybook
from sites import project

PAGE = "acme-storage/AcmeStorageFullAccess/"


class Preview:
    """A running `mkdocs serve` and what it has printed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
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
