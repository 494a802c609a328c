"""The floor: the pages of a site, parsed and not looked at."""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import etree

for page in Path(sys.argv[1]).rglob("*.html"):
    etree.fromstring(page.read_bytes(), etree.HTMLParser(encoding="utf-8"))
