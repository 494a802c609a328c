"""The one check of links: read a site, look up each address in it, say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from policybook.links.aim import Home
from policybook.links.circles import note_circles
from policybook.links.contents import Contents
from policybook.links.drafts import Drafts
from policybook.links.files import PAGES
from policybook.links.finding import LinkReport
from policybook.links.home import found_home
from policybook.links.judging import Judge
from policybook.links.quoting import quoted
from policybook.links.reference import Role, Slot, Standing, Use
from policybook.links.site import Site
from policybook.links.survey import Watch, survey

_LOCKED = Slot("published address", Role.LOCK)


def check_links(
    root: Path,
    *,
    home: Home | None = None,
    lock: tuple[PurePosixPath, Iterable[tuple[int, str]]] | None = None,
    ignored: Callable[[str], bool] = lambda _: False,
    reachable: Callable[[str], bool] = lambda _: False,
    watch: Watch = iter,
) -> LinkReport:
    """Check every link of the site in `root`. What is wrong with it is a finding, never raised.

    `home` is where the site is published; if it was built for elsewhere that is told, and the rest
    is judged as if it were there. `lock` is a file, seen
    from the root, with the addresses in it that have to stay, each with its line. Addresses that
    are `ignored` are left alone; private ones that are `reachable` are all right. `watch` gets the
    names of files, to show how far it has come.
    """
    site = survey(root, home, watch)
    if lock:
        file, addresses = lock
        lines = {Use(_LOCKED, address): line for line, address in addresses}
        locked = Contents(tuple(lines), len(lines), lines=lines)
        site = replace(site, contents={**site.contents, str(file): locked})
    judge = Judge(site, ignored, reachable)
    for name, contents in site.contents.items():
        for fault in contents.faults:
            standing = Standing(PurePosixPath(name), None, fault.line, fault.column)
            judge.drafts.add("page-unreadable", fault.message, fault.message, standing)
        judge.judge(name, contents)
    note_circles(site, judge.drafts)
    if home and home != site.home:
        _note_home(home, site, judge.drafts)
    return LinkReport(
        root=root,
        pages=sum(name.lower().endswith(PAGES) for name in site.contents),
        links=sum(contents.count for contents in site.contents.values()),
        findings=judge.drafts.findings(),
        external=judge.external,
    )


def _note_home(home: Home, site: Site, drafts: Drafts) -> None:
    """Note that a site was built for another address than the one at which it is published."""
    said = found_home(site.contents, site.index)
    message = (
        f"says that the site was built for {quoted(str(site.home))}, but `--site-url` says "
        f"{quoted(str(home))}: build it with that"
    )
    drafts.add("site-elsewhere", "", message, Standing(PurePosixPath(said.file), said.use))
