"""The built site in the Chromium that the machine has."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A running Chromium. A machine may lack one, CI may not.

    Its event loop is that of the thread, so no other test could run one while it is there.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        message = f"the browser tests need one of {', '.join(NAMES)}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as overridden
        """Say nothing: tests read the console."""


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """Serves a folder; gives its address, ending in a slash."""
    servers = []

    def serve(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site(reference_site: Path, served: Callable[[Path], str]) -> str:
    """The address of this repository's site, ending in a slash."""
    return served(reference_site)


@pytest.fixture(scope="session")
def sample(sample_site: Path, served: Callable[[Path], str]) -> str:
    """The address of the sample's site, ending in a slash."""
    return served(sample_site)
