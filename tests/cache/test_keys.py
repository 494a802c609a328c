"""Pages with equal keys are equal, whatever else in the data changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
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
from steps import STEPS, Step, replaced

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
