"""Pages with equal keys are equal, whatever else in the data changed."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policybook import volumes
from policybook.render import overview, updates
from policybook.render.dates import DateStyle
from policybook.render.settings import Settings
from policybook.site import make
from sites import SAMPLE

Step = Callable[[Path, int], None]


def nth(root: Path, pattern: str, number: int) -> Path | None:
    files = sorted(root.glob(pattern))
    return files[number % len(files)] if files else None


def replaced(pattern: str, old: str, new: str) -> Step:
    """Put something else in the place of what the expression `old` finds first in a file."""

    def step(root: Path, number: int) -> None:
        if file := nth(root, pattern, number):
            file.write_text(re.sub(old, new.format(number), file.read_text(), count=1))

    return step


def removed(pattern: str) -> Step:
    def step(root: Path, number: int) -> None:
        found = nth(root, pattern, number)
        if found and found.is_dir():
            shutil.rmtree(found)
        elif found:
            found.unlink()

    return step


def added(root: Path, number: int) -> None:
    """A new policy, which others may speak of."""
    folder = root / "acme-relay" / f"AcmeNew{number}"
    folder.mkdir(exist_ok=True)
    (folder / "policy.yaml").write_text("type: customer-managed\ndescription: It is new.\n")


def dropped(root: Path, number: int) -> None:
    """A version that is no more."""
    if file := nth(root, "*/*/v*.json", number):
        file.unlink()


def alias(root: Path, number: int) -> None:
    if file := nth(root, "*/*/policy.yaml", number):
        text = re.sub(r"(?m)^aliases:\n(  .*\n)*", "", file.read_text())
        file.write_text(f"{text}aliases:\n  - AcmeFormer{number}\n")


def named(root: Path, number: int) -> None:
    """Words that speak of another policy."""
    if file := nth(root, "*/changes/*.yaml", number):
        text = re.sub(r"(?m)^text: .*\n(  .*\n)*", "", file.read_text())
        file.write_text(f"{text}text: See `AcmeNew{number}` and `AcmeFormer{number}`.\n")


STEPS: tuple[Step, ...] = (
    replaced("*/service.yaml", r"(?m)^short_name: .*$", "short_name: Short {}"),
    replaced("*/service.yaml", r"(?m)^name: .*$", "name: Name {}"),
    replaced("*/service.yaml", r"(?m)^prefixes: .*$", "prefixes: [acme{}]"),
    replaced("*/*/policy.yaml", r"(?m)^description: .*$", "description: Text {}."),
    replaced("*/*/policy.yaml", r"(?m)^type: .*$", "type: aws-managed"),
    replaced("*/*/policy.yaml", r"(?m)^attachable: .*$", "attachable: service-role"),
    replaced("*/*/v*.json", r'"s3:\w+"', '"s3:GetObject"'),
    replaced("*/*/v*.json", r'"Resource": "[^"]*"', '"Resource": "*"'),
    replaced("*/changes/*.yaml", r"(?m)^title: .*$", "title: Change {}"),
    replaced("*/changes/*.yaml", r"(?m)^date: .*$", "date: 2020-01-1{}"),
    removed("*/changes/*.yaml"),
    removed("acme-*/[A-Z]*"),
    removed("acme-*"),
    added,
    dropped,
    alias,
    named,
)

DECIDED = (
    Settings(site_url="https://book.example/"),
    Settings(site_url="https://book.example/", dates=DateStyle.ISO),
    Settings(site_name="Another name", site_url="https://other.example/"),
    Settings(edit_url=lambda path: f"https://git.example/{path}", directory_urls=False),
)


def bodies(root: Path, site: Settings) -> Iterator[tuple[str, bytes]]:
    for page in make(root, site).pages:
        # The pages of the rules are made from the code alone.
        if not page.page.path.startswith("reference/"):
            yield page.key, page.body().written()


@pytest.fixture(params=[False, True], ids=["small", "large"])
def is_large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the sample counts as a large catalogue, whose pages lead to others."""
    if request.param:
        monkeypatch.setattr(overview, "_SHOWN", 1)
        monkeypatch.setattr(updates, "_NEWEST", 2)
        monkeypatch.setattr(volumes, "ONE_PAGE", 2)
        monkeypatch.setattr(volumes, "ONE_YEAR", 1)


@pytest.mark.usefixtures("is_large")
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), min_size=1, max_size=6),
    st.sampled_from(DECIDED),
)
def test_equal_keys_mean_equal_pages(steps: list[tuple[Step, int]], site: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "policies")
        shutil.copytree(SAMPLE, root)
        known = dict(bodies(root, site))
        for step, number in steps:
            step(root, number)
            for key, body in bodies(root, site):
                assert known.setdefault(key, body) == body


def test_every_decision_tells(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "policies")
    keys = [{key for key, _ in bodies(tmp_path / "policies", site)} for site in DECIDED]
    for index, one in enumerate(keys):
        for other in keys[index + 1 :]:
            assert not one & other


def test_one_edit_leaves_most_keys(tmp_path: Path) -> None:
    root = tmp_path / "policies"
    shutil.copytree(SAMPLE, root)
    site = replace(DECIDED[0])
    before = {page.page.path: page.key for page in make(root, site).pages}
    replaced("acme-relay/*/policy.yaml", r"(?m)^description: .*$", "description: Text {}.")(root, 0)
    after = {page.page.path: page.key for page in make(root, site).pages}
    changed = {path for path in after if after[path] != before[path]}
    assert "acme-relay/Acme+Relay=Team.v1@x/" in changed
    assert not {path for path in changed if path.startswith(("acme-storage/A", "reference/"))}
