"""The cache keeps what it is given, and does no harm whatever becomes of its folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from policybook import cache as module
from policybook.cache import NO_CACHE, Cache, user_cache

WRITER = """
import sys
from importlib.metadata import version
from pathlib import Path
from policybook.cache import Cache
with Cache(Path(sys.argv[1])) as cache:
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        cache.put(f"key {number}", f"value {number}".encode() * 1000)
        print(number, flush=True)
"""


def writer(folder: Path, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kept(folder: Path, key: str) -> bytes | None:
    with Cache(folder) as cache:
        return cache.get(key)


def test_what_is_put_is_found_by_the_next(tmp_path: Path) -> None:
    with Cache(tmp_path / "a" / "b") as cache:
        assert cache.keeps
        assert cache.get("key") is None
        cache.put("key", b"one")
        cache.put("key", b"\0two\xff")
        assert cache.get("key") == b"\0two\xff"
    assert kept(tmp_path / "a" / "b", "key") == b"\0two\xff"
    assert kept(tmp_path / "a" / "b", "other") is None


def test_outside_of_a_context_nothing_is_kept(tmp_path: Path) -> None:
    for cache in (NO_CACHE, Cache(tmp_path)):
        assert not cache.keeps
        cache.put("key", b"value")
        assert cache.get("key") is None
    assert not any(tmp_path.iterdir())


def test_an_empty_name_turns_it_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLICYBOOK_CACHE", "")
    with user_cache() as cache:
        cache.put("key", b"value")
        assert cache.get("key") is None
    monkeypatch.setenv("POLICYBOOK_CACHE", str(tmp_path / "mine"))
    with user_cache() as cache:
        cache.put("key", b"value")
    assert kept(tmp_path / "mine", "key") == b"value"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with Cache(tmp_path / "file" / "cache") as cache:
        cache.put("key", b"value")
        assert cache.get("key") is None


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put("key", b"value" * 10_000)
    (file,) = tmp_path.glob("*.sqlite")
    file.write_bytes(b"not a database at all, " * 100)
    assert kept(tmp_path, "key") is None
    with Cache(tmp_path) as cache:
        cache.put("key", b"again")
    assert kept(tmp_path, "key") == b"again"


def test_a_file_that_loses_its_end_gives_no_wrong_value(tmp_path: Path) -> None:
    values = {f"key {number}": bytes([number]) * 5_000 for number in range(50)}
    with Cache(tmp_path) as cache:
        for key, value in values.items():
            cache.put(key, value)
    (file,) = tmp_path.glob("*.sqlite")
    whole = file.read_bytes()
    for part in range(0, len(whole), len(whole) // 20):
        file.write_bytes(whole[:part])
        for key, value in values.items():
            assert kept(tmp_path, key) in (None, value)


def test_the_folder_may_go_at_any_time(tmp_path: Path) -> None:
    with Cache(tmp_path / "cache") as cache:
        cache.put("key", b"value")
        for file in (tmp_path / "cache").iterdir():
            file.unlink()
        (tmp_path / "cache").rmdir()
        cache.put("other", b"value")
        assert cache.get("key") in (None, b"value")


def test_several_write_at_once(tmp_path: Path) -> None:
    writers = [writer(tmp_path, first, first + 60) for first in (0, 30, 60)]
    for process in writers:
        process.communicate(timeout=60)
    assert [process.returncode for process in writers] == [0, 0, 0]
    with Cache(tmp_path) as cache:
        for number in range(120):
            assert cache.get(f"key {number}") == f"value {number}".encode() * 1000


def test_one_that_is_killed_leaves_all_but_the_last_that_it_had_put(tmp_path: Path) -> None:
    for round_ in range(5):
        with writer(tmp_path, round_ * 1000, round_ * 1000 + 1000) as process:
            assert process.stdout
            put = [int(process.stdout.readline()) for _ in range(200 + round_)]
            os.kill(process.pid, signal.SIGKILL)
        with Cache(tmp_path) as cache:
            for number in put[:-150]:
                assert cache.get(f"key {number}") == f"value {number}".encode() * 1000


def test_what_is_asked_for_stays_when_the_rest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policybook.cache._MOST", 1_000)
    for day, key in enumerate(("old", "used", "newer")):
        monkeypatch.setattr("policybook.cache._today", lambda day=day: day)
        with Cache(tmp_path) as cache:
            cache.put(key, bytes(300))
    monkeypatch.setattr("policybook.cache._today", lambda: 7)
    assert kept(tmp_path, "used")
    with Cache(tmp_path) as cache:
        cache.put("newest", bytes(300))
    assert [kept(tmp_path, key) is not None for key in ("old", "used", "newer", "newest")] == [
        False,
        True,
        True,
        True,
    ]


def test_every_library_is_known_by_its_version() -> None:
    found = {name.lower().removesuffix(".dist-info") for name in module._libraries()}
    assert found == {f"{name}-{version(name)}" for name in module._MADE_WITH}


@pytest.mark.parametrize("name", ["PyYAML-99.0.dist-info", "pyyaml-99.0-py3.11.egg-info"])
def test_another_library_makes_other_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = module.maker()
    monkeypatch.syspath_prepend(tmp_path)
    assert module.maker.__wrapped__() == before
    (tmp_path / name).mkdir()
    assert module.maker.__wrapped__() != before


def test_any_file_of_the_code_makes_other_values(tmp_path: Path) -> None:
    (tmp_path / "inner" / "__pycache__").mkdir(parents=True)
    (tmp_path / "inner" / "one.py").write_text("1")
    seen = [[*module._code(str(tmp_path))]]
    (tmp_path / "inner" / "__pycache__" / "one.pyc").write_text("compiled")
    assert [*module._code(str(tmp_path))] == seen[0]
    for file, text in {"two.html": "", "inner/one.py": "2", "inner/two.html": ""}.items():
        (tmp_path / file).write_text(text)
        seen.append([*module._code(str(tmp_path))])
    assert len({*map(tuple, seen)}) == len(seen)
