"""Hostile data is only ever text on a page."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from facts import all_tokens, tokens

from policybook.check import check
from policybook.render import page, text
from policybook.render.book import markdown_edition, render
from policybook.render.html import page_html
from policybook.render.settings import Settings

NAME = "Evil & 'Sons' {{ 7*7 }} {% raw %}"
EVIL = """<<script>alert(0)</script> <script>alert(1)</script> <img src=x onerror=alert(1)> "'&lt; {{ 7*7 }} {% raw %}"""
MARKDOWN = f"{EVIL} [a](javascript:alert(1)) ![b](https://evil.example/x.png) <https://ok.example>"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    service = tmp_path / "evil"
    policy = service / "Evil"
    (service / "changes").mkdir(parents=True)
    policy.mkdir()
    name, quoted, prose = json.dumps(NAME), json.dumps(EVIL), json.dumps(MARKDOWN)
    (service / "service.yaml").write_text(
        f"name: {name}\nshort_name: {name}\nprefixes: [s3]\ntracking_since: 2020-01-01\n"
    )
    (policy / "policy.yaml").write_text(
        f"type: customer-managed\ndescription: {prose}\n"
        f"groupings: [{{sid: A, title: {quoted}, text: {prose}}}]\n"
        f"notes: [{{title: {quoted}, text: {prose}}}]\n"
    )
    statement = {"Sid": "A", "Effect": "Allow", "Action": EVIL, "Resource": [EVIL]}
    (policy / "v1.json").write_text(json.dumps({"Statement": statement}))
    (service / "changes" / "2021-01-01-evil.yaml").write_text(
        f"title: {quoted}\ndate: 2021-01-01\ntext: {prose}\n"
        "updates: [{kind: new, policies: {Evil: v1}}]\n"
    )
    return tmp_path


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_html(hostile: Path) -> None:
    for made in render(check(hostile).catalogue, Settings(site_url="https://x.example/")):
        tags = Tags()
        tags.feed(page_html(made.blocks, lambda target: f"/{target}"))
        for tag, attributes in tags.seen:
            assert tag not in ("script", "img", "iframe", "style")
            assert not [name for name in attributes if name.startswith("on")]
            href = attributes.get("href") or "/"
            assert href.startswith(("/", "#", "https://", "http://", "mailto:")), href


QUOTED = f'" onerror="alert(2)" {EVIL}'
INLINE = (
    QUOTED,
    text.Code(QUOTED),
    text.Link(QUOTED, (QUOTED,), QUOTED),
    text.Time(QUOTED, QUOTED),
)
FLOW = (
    text.Paragraph((*INLINE, text.Emphasis(INLINE))),
    text.Items(((text.Paragraph(INLINE), text.Literal(QUOTED)),)),
    text.Fold(INLINE, (text.Quotation((text.Paragraph(INLINE),)),)),
)
ACTION = page.Action(QUOTED, None, None, excluded=False)
PART = page.Part((ACTION,), (page.Resource(QUOTED, excluded=False),), denies=True, conditional=True)
DAY = date(2024, 7, 1)
BLOCKS: tuple[page.Block, ...] = (
    page.Heading(1, QUOTED, INLINE, QUOTED, (QUOTED,)),
    page.Trail((INLINE,)),
    page.Prose(FLOW),
    page.Callout(INLINE, FLOW),
    page.Facts((page.Fact(QUOTED, INLINE, QUOTED),)),
    page.Groupings((page.GroupingRow(QUOTED, INLINE, FLOW, (PART,), (QUOTED,)),)),
    page.Document(QUOTED, INLINE, QUOTED, QUOTED, size=QUOTED, aliases=(QUOTED,)),
    page.Document(QUOTED, INLINE, QUOTED, QUOTED, size=QUOTED, folded=True, aliases=(QUOTED,)),
    page.Listing(INLINE, QUOTED, "yaml"),
    page.Updates((page.UpdateRow(QUOTED, INLINE, FLOW, DAY, INLINE, INLINE, (QUOTED,)),)),
    page.Table((QUOTED, QUOTED), (page.TableRow(INLINE, (FLOW,), QUOTED, (QUOTED,)),)),
    page.Index(((QUOTED, (page.Entry(INLINE, INLINE),)),)),
    page.Access((page.Share(QUOTED, ((None, 1),), (ACTION,)),), QUOTED, (QUOTED,), denies=True),
    page.Counts(((1, QUOTED),)),
)


def test_every_text_is_escaped() -> None:
    assert {type(block) for block in BLOCKS} == {*get_args(page.Block)}
    for block in BLOCKS:
        tags = Tags()
        tags.feed(page_html([block], lambda _: QUOTED))
        assert tags.seen
        for tag, attributes in tags.seen:
            assert tag not in ("script", "img"), block
            assert "onerror" not in attributes, block


def test_markdown(hostile: Path) -> None:
    files = markdown_edition(render(check(hostile).catalogue, Settings()))
    for file in (file for file in files if file.path.endswith(".md")):
        for token in all_tokens(tokens(file.text)):
            assert token.type not in ("image", "html_block")
            if token.type == "html_inline":
                assert token.content == "</a>" or token.content.startswith('<a name="')
            if token.type == "link_open":
                assert not str(token.attrs["href"]).startswith("javascript")


def test_every_file_can_be_written(hostile: Path) -> None:
    catalogue = check(hostile).catalogue
    for file in markdown_edition(render(catalogue, Settings(site_url="https://x.example/"))):
        assert file.text.encode()
        assert ".." not in file.path


def test_hostile_prose_is_reported(hostile: Path) -> None:
    found = {problem.rule for problem in check(hostile).problems}
    assert {"link-refused", "markup-unsupported"} <= found
