"""The reference pages have everything that they are made from."""

from __future__ import annotations

import pytest

from policybook.guide import Subject, guides
from policybook.model import Catalogue
from policybook.render.book import render
from policybook.render.defects import DEFECTS, Defect
from policybook.render.page import Heading, Listing, Page
from policybook.render.rich import plain
from policybook.render.settings import Settings


@pytest.fixture(scope="module")
def pages(sample: Catalogue) -> dict[str, Page]:
    return {page.path: page for page in render(sample, Settings())}


def test_every_rule_has_a_page(pages: dict[str, Page]) -> None:
    for guide in guides().values():
        page = pages[f"reference/rules/{guide.id}/"]
        headings = [plain(block.text) for block in page.blocks if isinstance(block, Heading)]
        wanted = [] if guide.subject is Subject.FORM else ["Wrong", "Right"]
        assert headings[0] == guide.id
        assert [heading for heading in headings if heading in ("Wrong", "Right")] == wanted


def test_wrong_lines_are_named(pages: dict[str, Page]) -> None:
    page = pages["reference/rules/change-claim-false/"]
    labels = [plain(block.label) for block in page.blocks if isinstance(block, Listing)]
    assert labels[0].endswith("first-policies.yaml, found in line 6")
    assert labels[1].endswith("tags.yaml, found in lines 8, 9, 11 and 12")


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_every_defect_is_kept_out(defect: Defect) -> None:
    assert defect.rules or defect.reason
    assert set(defect.rules) <= guides().keys()
