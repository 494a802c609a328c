"""Where in its file something stands, looked up only for what is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from policybook.links.files import PAGES
from policybook.links.reference import Reference, Standing
from policybook.links.searching import PageText, Spot, Text
from policybook.source.shown import shown_name


def references(root: Path, standings: Iterable[Standing]) -> Mapping[Standing, Sequence[Reference]]:
    """Each place at which something stands, one at least; every file is read once.

    Files are named as a terminal can show them.
    """
    by_file: defaultdict[PurePosixPath, dict[Standing, None]] = defaultdict(dict)
    for standing in standings:
        by_file[standing.file][standing] = None
    found: dict[Standing, Sequence[Reference]] = {}
    for file, here in by_file.items():
        text = _opened(root / file) if any(standing.use for standing in here) else None
        shown = PurePosixPath(shown_name(str(file)))
        for standing in here:
            use, line = standing.use, standing.line
            spots = [*text.spots(use, line)] if text and use else []
            places = spots or [Spot(max(line, 1), standing.column)]
            source = text.source if text else ""
            found[standing] = [
                Reference(shown, *place[:2], use, place.text, source) for place in places
            ]
    return found


def _opened(path: Path) -> Text | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    is_page = path.suffix.lower() in PAGES
    return PageText(content) if is_page else Text(content.decode(errors="replace"))
