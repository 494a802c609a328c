"""The page that says what keeps the known defects of such documentation out."""

from __future__ import annotations

from dataclasses import dataclass

from policybook import addresses
from policybook.render import rich
from policybook.render.page import Heading, Page, Prose, Table, TableRow
from policybook.render.text import Flow


@dataclass(frozen=True, slots=True)
class Defect:
    """A way in which published pages go wrong: which rules find it, and what rules it out.

    `count` is how often it was found in 119 published pages.
    """

    name: str
    count: int
    rules: tuple[str, ...] = ()
    reason: str = ""


DEFECTS = (
    Defect("A service is granted but not explained", 53, ("statement-unexplained",)),
    Defect(
        "Cells of a table are lost when a page is converted",
        50,
        reason="Tables are generated; no cell is written by hand or converted.",
    ),
    Defect(
        "A row of the update history has no version",
        42,
        ("change-version-unknown", "change-policy-unknown"),
        "A change names a version and its document, or openly none.",
    ),
    Defect("A version has no row in the update history", 34, ("version-without-change",)),
    Defect(
        "The JSON is that of no published version",
        23,
        ("version-edited",),
        "A page shows the document file itself, and a published one may not change.",
    ),
    Defect(
        "The JSON is that of an old version",
        11,
        ("version-unknown",),
        "A page shows the version in force; older ones stand apart with their numbers.",
    ),
    Defect("The JSON is not JSON", 17, ("json-invalid", "key-repeated")),
    Defect("A date is wrong", 15, ("date-invalid", "date-in-future", "dates-out-of-order")),
    Defect(
        "A name of nothing",
        10,
        ("code-unknown", "policy-unknown", "change-policy-unknown", "action-unknown"),
    ),
    Defect(
        "A table has lost its shape",
        7,
        ("markup-unsupported",),
        "Tables are generated, and prose has none.",
    ),
    Defect(
        "A * is taken for emphasis",
        6,
        reason="Actions and resources are code and never Markdown.",
    ),
    Defect(
        "The text of a link and its target disagree",
        7,
        ("link-mismatch",),
        "Links to operations, policies and versions are generated.",
    ),
    Defect(
        "Something is described but not granted", 5, ("grouping-unmatched", "action-not-allowed")
    ),
    Defect(
        "An anchor leads nowhere",
        5,
        reason="Anchors and the links to them are generated, and a strict build checks them.",
    ),
    Defect("The prose speaks of another policy", 3, ("text-about-other-policy",)),
    Defect("A Sid is wrong", 5, ("sid-not-unique", "value-invalid", "grouping-unmatched")),
)
"""Every class of defects that was found mechanically."""


def defects_page() -> Page:
    """Each class of defects with what keeps it out."""
    title = "Defects kept out"
    return Page(
        path=addresses.DEFECTS,
        title=title,
        description="What goes wrong in hand-written pages, and what keeps it out here.",
        make=lambda: (
            Heading(1, "defects", rich.inline(title)),
            Prose(
                rich.paragraph(
                    "Of 119 published pages about managed policies, written by hand, 66 % had at "
                    "least one of the defects below. Each is found by a rule here, or cannot "
                    "happen because what would go wrong is generated."
                ),
                lead=True,
            ),
            Table(
                ("Defect", "Found", "What keeps it out"),
                tuple(
                    TableRow(
                        rich.inline(defect.name),
                        (rich.paragraph(str(defect.count)), _answer(defect)),
                    )
                    for defect in sorted(DEFECTS, key=lambda defect: -defect.count)
                ),
            ),
        ),
        in_nav=title,
    )


def _answer(defect: Defect) -> Flow:
    links = [
        rich.link(addresses.to(addresses.rule_page(rule)), rich.code(rule)) for rule in defect.rules
    ]
    rules = (rich.sequence(links), ". ") if links else ()
    return rich.paragraph(*rules, defect.reason)
