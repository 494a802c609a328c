"""A checker of links in a few lines of the standard library, as one writes it for oneself."""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit


class Links(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a tag has."""
        del tag
        for name, value in attrs:
            if name == "id":
                self.anchors.add(value or "")
            elif name in ("href", "src"):
                self.links.append(value or "")


root = Path(sys.argv[1])
home = "http://site.invalid/"
pages = {
    f"{home}{path.relative_to(root).as_posix()}": Links(path.read_text("utf-8"))
    for path in root.rglob("*.html")
}
broken = 0
for address, page in pages.items():
    for link in page.links:
        whole = urlsplit(urljoin(address, link))
        if f"{whole.scheme}://{whole.netloc}/" == home:
            path = unquote(whole.path).lstrip("/")
            file = f"{path}index.html" if not path or path.endswith("/") else path
            anchors = pages[f"{home}{file}"].anchors if f"{home}{file}" in pages else None
            is_missing = whole.fragment and anchors is not None and whole.fragment not in anchors
            if is_missing or not (root / file).is_file():
                print(f"{address}: {link}")
                broken += 1
sys.exit(broken > 0)
