"""A site of many policies as readers meet it: indexes, folded documents and years of updates."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from policybook.iam import actions
from sites import mkdocs, project

pytestmark = pytest.mark.browser

INDEX = "depot/"
LONG = f"{INDEX}DepotPolicy00/"
PATHS = ["", INDEX, LONG, "updates/", "updates/2021/"]
ROW = "updates-depot:2021-01-01-change-0"
PALETTE = """[
  {media: "(prefers-color-scheme: light)", scheme: default, primary: custom, accent: custom},
  {media: "(prefers-color-scheme: dark)", scheme: slate, primary: custom, accent: custom},
]"""


def write_many(folder: Path) -> None:
    """A service of 101 policies and as many changes; the first policy is a long one."""
    depot = folder / "policies" / "depot"
    (depot / "changes").mkdir(parents=True)
    (depot / "service.yaml").write_text("name: Acme Depot\nshort_name: Depot\nprefixes: [s3]\n")
    many = [
        f"{service}:{name}"
        for service in ("ec2", "iam", "s3")
        for name in sorted(actions.operations(service).values())[:150]
    ]
    for number in range(101):
        name, day = f"DepotPolicy{number:02}", date(2021, 1, 1) + timedelta(days=7 * number)
        statement = {
            "Sid": "Allow",
            "Effect": "Allow",
            "Action": [*many, "sqs:*"] if number == 0 else ["s3:GetObject"],
            "Resource": "*",
        }
        document = {"Version": "2012-10-17", "Statement": [statement]}
        (depot / name).mkdir()
        (depot / name / "v1.json").write_text(json.dumps(document, indent=4) + "\n")
        (depot / name / "policy.yaml").write_text(
            f"type: aws-managed\npath: /\nversions:\n  v1: {{date: {day}}}\n"
        )
        (depot / "changes" / f"{day}-change-{number}.yaml").write_text(
            f"title: New policy {number}\ndate: {day}\n"
            f"updates: [{{kind: new, policies: {{{name}: v1}}}}]\n"
        )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    """The address of the site, ending in a slash."""
    folder = project(tmp_path_factory.mktemp("large"))
    write_many(folder)
    config = folder / "mkdocs.yml"
    text = config.read_text().replace("strict: true\n", "")
    config.write_text(text.replace("font: false}", f"font: false, palette: {PALETTE}}}"))
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 0, run.stderr
    return served(folder / "site")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_accessible(chromium: Browser, large: str, path: str, scheme: str) -> None:
    with chromium.new_context(color_scheme="dark" if scheme == "dark" else "light") as context:
        page = context.new_page()
        page.goto(large + path)
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        results = Axe().run(page, context={"exclude": [[".md-code__nav"], [".md-footer"]]})
    found = [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    assert found == []


@pytest.mark.parametrize("width", [320, 390, 1024, 1360])
def test_nothing_scrolls_sideways(chromium: Browser, large: str, width: int) -> None:
    with chromium.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for path in PATHS:
            page.goto(large + path)
            page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            beyond = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert beyond <= 0, f"{path} is {beyond} px too wide"


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_actions_unfold_by_keyboard_and_on_paper(
    chromium: Browser, large: str, has_script: bool
) -> None:
    with chromium.new_context(java_script_enabled=has_script) as context:
        page = context.new_page()
        page.goto(large + LONG)
        row = page.get_by_role("row", name="iam")
        name = row.locator("code", has_text="iam:AddUserToGroup")
        expect(name).to_be_hidden()
        page.emulate_media(media="print")
        expect(name).to_be_visible()
        page.emulate_media(media="screen")
        expect(name).to_be_hidden()
        row.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(name).to_be_visible()


def test_an_index_leads_to_the_pages_of_policies(chromium: Browser, large: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{large}{INDEX}#security-iam-awsmanpol-DepotPolicy07")
        row = page.locator("tr:target")
        expect(row).to_contain_text("Allows 1 action of s3: Read.")
        row.get_by_role("link", name="DepotPolicy07", exact=True).click()
        expect(page.locator("h1")).to_contain_text("DepotPolicy07")


def test_the_newest_updates_lead_to_all_of_them(chromium: Browser, large: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{large}updates/")
        page.get_by_role("link", name="New policy 100", exact=True).click()
        expect(page.locator("tr:target")).to_contain_text("DepotPolicy100")
        page.goto(f"{large}updates/")
        page.get_by_role("link", name="2021", exact=True).click()
        expect(page.locator(f"[id='{ROW}']")).to_contain_text("DepotPolicy00")


def test_home_is_an_index(chromium: Browser, large: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(large)
        page.locator(".pb-index").get_by_role("link", name="Depot", exact=True).click()
        expect(page.locator("h1")).to_contain_text("for Acme Depot")
