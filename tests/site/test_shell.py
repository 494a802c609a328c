"""Pages that are filled into a shell are what the theme would have made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from policybook.plugin import headings
from policybook.plugin.marks import Piece, Slot
from sites import SAMPLE_CONFIG, listing, mkdocs, project

THEME = "theme: {name: material, font: false}\n"
FEATURES = "[content.action.edit, content.action.view, navigation.footer, navigation.path, "
RICH = (
    "theme:\n  name: material\n  font: false\n"
    f"  features: {FEATURES} navigation.tabs, navigation.indexes, toc.integrate]\n"
)


def _form(value: str, _: str) -> str:
    return value


def of_row(count: int) -> tuple[Piece, ...]:
    """What a theme may make of a row of headings."""
    lists = ("<ul>", *((Slot(f"id.{at}", _form), "<li>") for at in range(count)), "</ul>")
    pieces = (piece for item in lists for piece in (item if isinstance(item, tuple) else (item,)))
    return ("<title>", Slot("title", _form), *pieces)


@pytest.mark.parametrize("count", [3, 4, 9])
def test_three_headings_tell_of_more(count: int) -> None:
    assert headings.unfolded(of_row(3), count) == of_row(count)


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of the build, for themes that show one."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def told(folder: Path) -> str:
    """What a build with a shell says; it makes the very site that one without makes."""
    config = (folder / "mkdocs.yml").read_text()
    said = {}
    for name, option in ("shell", "true"), ("plain", "false"):
        (folder / f"{name}.yml").write_text(
            config.replace("search, policybook", f"search, policybook: {{shell: {option}}}")
        )
        run = mkdocs("build", "--strict", "-f", f"{name}.yml", "-d", name, cwd=folder)
        assert run.returncode == 0, run.stderr
        said[name] = run.stderr
    assert listing(folder / "shell") == listing(folder / "plain")
    assert "The theme is rendered for every page" not in said["plain"]
    lines = [line for line in said["shell"].splitlines() if "rendered for every page" in line]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(SAMPLE_CONFIG, id="material"),
        pytest.param(SAMPLE_CONFIG.replace(THEME, RICH), id="features"),
        pytest.param(SAMPLE_CONFIG.replace(THEME, "theme: mkdocs\n"), id="mkdocs"),
        pytest.param(f"{SAMPLE_CONFIG}use_directory_urls: false\n", id="files"),
        pytest.param(f"{SAMPLE_CONFIG}nav: [index.md, about.md]\n", id="short-nav"),
        pytest.param(
            SAMPLE_CONFIG.replace("site_url: https://book.example/\n", "").replace(
                "repo_url: https://git.example/sample/book\nedit_uri: edit/main/docs/\n", ""
            ),
            id="nowhere",
        ),
    ],
)
@pytest.mark.usefixtures("day")
def test_a_shell_changes_no_byte(config: str, tmp_path: Path) -> None:
    assert told(project(tmp_path, config)) == ""


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{% if page %}{{ page.file.src_uri }}{% endif %}", "the theme looks at `page.file`"),
        ("{{ page.title | upper }}", "the theme makes something of its own of what it is told"),
        ("{{ page.content | length }}", "the theme renders `"),
        (
            "{% for heading in page.toc %}{{ loop.index }}{{ heading.id }}{% endfor %}",
            "the theme renders `",
        ),
        ("{% if page.title == 'yaml-invalid' %}last{% endif %}", "the theme renders `"),
    ],
)
def test_a_theme_that_tells_pages_apart_renders_each(
    template: str, reason: str, tmp_path: Path
) -> None:
    overrides = THEME.replace("font", "custom_dir: overrides, font")
    folder = project(tmp_path, SAMPLE_CONFIG.replace(THEME, overrides))
    (folder / "overrides").mkdir()
    text = f'{{% extends "base.html" %}}{{% block footer %}}{template}{{% endblock %}}'
    (folder / "overrides" / "main.html").write_text(text)
    assert f"The theme is rendered for every page, since {reason}" in told(folder)


@pytest.mark.usefixtures("day")
def test_a_theme_that_comes_with_mkdocs_renders_each_page(tmp_path: Path) -> None:
    folder = project(tmp_path, SAMPLE_CONFIG.replace(THEME, "theme: readthedocs\n"))
    assert "since the theme looks at `page.file`" in told(folder)


@pytest.mark.parametrize(
    "hook",
    [
        "def on_post_page(output, page, config):\n    return output + page.url\n",
        "def on_page_content(html, **kwargs):\n    return html.replace('policy', 'rule')\n",
        "def on_env(env, **kwargs):\n    env.filters['url'] = lambda url: url\n",
    ],
)
def test_what_else_handles_pages_gets_to_see_each(hook: str, tmp_path: Path) -> None:
    folder = project(tmp_path, f"{SAMPLE_CONFIG}hooks: [hook.py]\n")
    (folder / "hook.py").write_text(hook)
    assert "rendered for every page, since `hook.py` may change single pages" in told(folder)
