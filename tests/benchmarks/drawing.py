"""Results as a picture: what a full build takes, in bars."""

from __future__ import annotations

from html import escape

from benchmarks.results import Results
from benchmarks.tables import amount

_WIDTH = 460
_LEFT = 250
_STEP = 34
_STYLE = """\
text{font:14px system-ui,sans-serif;fill:#22242a}.n{fill:#5b5f6b}
rect{fill:#9a9eab}.o{fill:#7a2e5d}
@media (prefers-color-scheme:dark){text{fill:#e4e5ea}.n{fill:#a3a7b3}.o{fill:#e29ac5}}"""


def bars(results: Results) -> list[tuple[str, float]]:
    """What is drawn: each generator with its seconds, Policybook first."""
    rows = [row for row in results.rows if row.what.startswith("full build")]
    seconds = [row for row in rows if row.unit == "s" and row.peer is not None]
    own = [("Policybook", row.own) for row in seconds if row.what == "full build, CPU"][:1]
    every = [("Policybook, every rule on", row.own) for row in seconds if "every" in row.what]
    peers = {row.against: row.peer for row in seconds if row.peer is not None}
    return [*own, *every, *sorted(peers.items(), key=lambda bar: bar[1])]


def drawing(results: Results) -> str:
    """The picture."""
    drawn = bars(results)
    most = max((value for _, value in drawn), default=1.0)
    label = "Seconds of a full build: " + ", ".join(
        f"{name} {amount(value)}" for name, value in drawn
    )
    box = f'viewBox="0 0 800 {_STEP * len(drawn) + 8}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label="{escape(label)}.">',
        f"<style>\n{_STYLE}\n</style>",
    ]
    for number, (name, value) in enumerate(drawn):
        top = number * _STEP + 8
        width = max(2, round(_WIDTH * value / most))
        kind = ' class="o"' if name.startswith("Policybook") else ""
        lines.append(f'<text x="8" y="{top + 17}">{escape(name)}</text>')
        lines.append(f'<rect{kind} x="{_LEFT}" y="{top}" width="{width}" height="24" rx="3"/>')
        at = _LEFT + width + 8
        lines.append(f'<text class="n" x="{at}" y="{top + 17}">{amount(value, "s")}</text>')
    return "\n".join([*lines, "</svg>", ""])
