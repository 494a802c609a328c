"""Ways from one place of a site to another are those that the system would take."""

from __future__ import annotations

from posixpath import relpath

from hypothesis import given
from hypothesis import strategies as st

from policybook.addresses import way

PATHS = st.lists(st.sampled_from(("a", "b", "a%20b", "v1.json")), max_size=4).map("/".join)


@given(PATHS, PATHS, st.booleans(), st.booleans())
def test_way(path: str, start: str, is_page: bool, is_folder: bool) -> None:
    found = way(
        f"{path}/" if path and is_page else path, f"{start}/" if start and is_folder else start
    )
    assert found == relpath(path or ".", start or ".")
