"""What a folder may have besides pages: symbolic links, and what cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builtsites import build, told
from policybook.links.check import check_links
from policybook.links.index import index
from rights import as_nobody


def page(*targets: str) -> str:
    return "".join(f'<a href="{target}">x</a>\n' for target in targets)


def test_symbolic_links_inside(tmp_path: Path) -> None:
    targets = ("latest/", "latest/setup.html#setup", "latest", "logo.png", "chain/#guide")
    root = build(tmp_path / "site", {"a.html": page(*targets)})
    (root / "latest").symlink_to("guide")
    (root / "logo.png").symlink_to(root / "assets" / "logo.png")
    (root / "chain").symlink_to("latest")
    assert [line.split(" ")[2] for line in told(root)] == ["link-slash"]
    assert check_links(root).pages == 4


def test_symbolic_links_out_of_the_site_are_not_followed(tmp_path: Path) -> None:
    build(tmp_path / "other", {})
    root = build(tmp_path / "site", {"a.html": page("out/", "file.html", "lost", "up/other/")})
    (root / "out").symlink_to(tmp_path / "other")
    (root / "file.html").symlink_to(tmp_path / "other" / "index.html")
    (root / "lost").symlink_to("nowhere")
    (root / "up").symlink_to("..")
    problems = told(root)
    assert [line.split(" ")[2] for line in problems] == ["link-broken"] * 4
    outside = ["is behind a symbolic link that leads out of the site" in line for line in problems]
    assert outside == [True, True, False, True]
    assert check_links(root).pages == 4


@pytest.mark.parametrize("target", [".", "..", "a", "b", "./guide/round", "guide"])
def test_circles_of_symbolic_links(target: str, tmp_path: Path) -> None:
    root = build(tmp_path, {"x.html": page("a/x", "a/a/a/a/guide/", "b/guide/round/round/guide/")})
    (root / "a").symlink_to(target)
    (root / "b").symlink_to("a")
    (root / "guide" / "round").symlink_to("../b")
    told(root)


def test_the_site_itself_may_be_behind_a_link(tmp_path: Path) -> None:
    build(tmp_path / "site", {})
    (tmp_path / "link").symlink_to("site")
    assert told(tmp_path / "link") == []
    assert check_links(tmp_path / "link").pages == 3


def test_what_is_no_file_is_not_there(tmp_path: Path) -> None:
    root = build(tmp_path, {"a.html": page("pipe.html", "folder.html")})
    os.mkfifo(root / "pipe.html")
    (root / "folder.html").mkdir()
    assert [line.split(" ")[2] for line in told(root)] == ["link-broken"] * 2


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    root = build(tmp_path, {"shut/index.html": "", "shut.html": "", "_redirects": ""})
    (root / "shut.html").chmod(0)
    (root / "_redirects").chmod(0)
    (root / "shut").chmod(0)
    for path in (tmp_path, *tmp_path.parents[:2]):
        path.chmod(0o755)
    with as_nobody():
        problems = told(root)
    (root / "shut").chmod(0o755)
    reason = "cannot be read: Permission denied"
    files = f"_redirects:1:1: error page-unreadable the file {reason}; also at `shut.html:1`"
    assert problems == [files, f"shut:1:1: error page-unreadable the folder {reason}"]


def test_names_of_any_bytes(tmp_path: Path) -> None:
    root = build(tmp_path, {"a.html": page("%FF.html", "x%0Ay.html", "c%3A%5Cd.html", "e`f.html")})
    for name in (
        b"\xff.html",
        b"x\ny.html",
        b"c:\\d.html",
        b"e`f.html",
        b"\xfe/",
        b"\x1b[31m.html",
    ):
        path = os.fsencode(root) + b"/" + name
        if name.endswith(b"/"):
            os.mkdir(path)  # noqa: PTH102 - a name that is no text
        else:
            with open(path, "w") as file:  # noqa: PTH123 - a name that is no text
                file.write('<a href="nothing/">x</a>')
    (problem,) = told(root)
    assert problem.isprintable()
    assert problem.count("`") % 2 == 0


def test_an_index_of_nothing(tmp_path: Path) -> None:
    assert told(tmp_path) == []
    assert index(tmp_path / "nowhere").unread.keys() == {""}
    assert check_links(tmp_path).pages == 0
