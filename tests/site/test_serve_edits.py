"""Whatever is edited while a preview runs, it serves what a full build makes of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from policybook import rules
from policybook.plugin.watching import Watch
from sites import SAMPLE, SAMPLE_CONFIG, listing, project
from steps import STEPS, Step

EDITS = 8

# What watchdog says of a folder that is made and watched at the same time.
pytestmark = pytest.mark.filterwarnings("ignore:Callback with id:RuntimeWarning")


class Preview:
    """A preview in this process, with all of it but the server."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.policies = folder / "policies"
        self.site = folder.parent / "served"
        self.count = 0
        self._noted: set[str] = set()
        note = Watch.note

        def noting(watch: Watch, path: str) -> None:
            note(watch, path)
            self._noted.add(path)

        monkeypatch.setattr(Watch, "note", noting)
        config = load_config(str(folder / "mkdocs.yml"), site_dir=str(self.site))
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)
        server = LiveReloadServer(lambda: build(config), "127.0.0.1", 0, str(self.site))
        self.server = config.plugins.on_serve(server, config=config, builder=server.builder)
        self.server.observer.start()

    def rebuild(self) -> dict[str, bytes]:
        """All that is served once the watch has told of every edit."""
        self.count += 1
        last = self.policies / f".{self.count}"
        last.touch()
        deadline = time.monotonic() + 40
        while str(last) not in self._noted:
            assert time.monotonic() < deadline, "the watch tells of no edit"
            time.sleep(0.01)
        self.server.builder()
        return listing(self.site)

    def built(self) -> dict[str, bytes] | None:
        """All that a full build makes, from nothing; None if it refuses to."""
        site = self.folder.parent / "built"
        shutil.rmtree(site, ignore_errors=True)
        with pytest.MonkeyPatch.context() as patch:
            # The plugin of the preview would be taken again.
            patch.setattr(dict(MkDocsConfig._schema)["plugins"], "plugin_cache", {})
            config = load_config(str(self.folder / "mkdocs.yml"), site_dir=str(site))
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            except (Abort, SystemExit):
                return None
        return listing(site)


@pytest.fixture(params=[True, False], ids=["strict", "lenient"])
def preview(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Preview]:
    """A preview of the sample, which refuses what a rule finds or tells it."""
    folder = tmp_path / "project"
    folder.mkdir()
    if request.param:
        project(folder)
    else:
        project(folder, SAMPLE_CONFIG.replace("strict: true\n", ""))
        severities = "".join(f'{rule.id} = "hint"\n' for rule in rules.ALL)
        table = f"[tool.policybook.rules]\n{severities}"
        (folder / "pyproject.toml").write_text(table, encoding="utf-8")
    running = Preview(folder, monkeypatch)
    try:
        yield running
    finally:
        running.server.observer.stop()
        running.server.server_close()


def renamed(pattern: str) -> Step:
    """Give a folder another name."""

    def step(root: Path, number: int) -> None:
        found = sorted(root.glob(pattern))
        if found:
            folder = found[number % len(found)]
            folder.rename(folder.with_name(f"{folder.name}{number}"))

    return step


def broken(root: Path, number: int) -> None:
    """A file that cannot be read."""
    files = sorted(root.glob("*/*/*.*"))
    if files:
        files[number % len(files)].write_text("[")


def mended(root: Path, number: int) -> None:
    """All as it was."""
    del number
    for path in root.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    shutil.copytree(SAMPLE, root, dirs_exist_ok=True)


def differing(some: dict[str, bytes], others: dict[str, bytes]) -> list[str]:
    """The files that two sites do not share."""
    return [path for path in {**some, **others} if some.get(path) != others.get(path)]


ALL = (*STEPS, *STEPS, renamed("acme-*"), renamed("acme-*/[A-Z]*"), broken, mended, mended)


@pytest.mark.parametrize("seed", range(2))
def test_edits_make_what_a_build_would(preview: Preview, seed: int) -> None:
    random = Random(seed)
    served = preview.rebuild()
    assert not differing(served, preview.built() or {})
    for _ in range(EDITS):
        step = random.choice(ALL)
        step(preview.policies, random.randrange(10))
        before, served = served, preview.rebuild()
        # What is wrong leaves the last good site.
        assert not differing(served, preview.built() or before), step
