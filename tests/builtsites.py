"""Small sites as generators leave them, and what is told of their links."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from policybook.links.check import check_links
from policybook.links.faults import faults

Files = Mapping[str, str | bytes]

SITE: Files = {
    "index.html": (
        "<!doctype html>\n"
        '<link rel="canonical" href="https://acme.example/">\n'
        '<h1 id="acme">Acme</h1>\n'
        '<a href="guide/#first-steps">First steps</a>\n'
    ),
    "guide/index.html": '<h1 id="guide">Guide</h1>\n<h2 id="first-steps">First steps</h2>\n',
    "guide/setup.html": '<h1 id="setup">Set up</h1>\n',
    "assets/style.css": "body { background: url(logo.png) }\n",
    "assets/logo.png": b"\x89PNG",
}
"""A site in which nothing is wrong."""


def build(root: Path, files: Files) -> Path:
    """Put files into a folder, over those of the site in which nothing is wrong."""
    for name, content in {**SITE, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def told(root: Path) -> list[str]:
    """What is told of a site, a line for each problem."""
    return [str(fault.problem) for fault in faults(check_links(root))]
