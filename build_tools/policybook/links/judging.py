"""Judge: whether what the files of a site name is there, file by file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import PurePosixPath
from urllib.parse import unquote

from policybook.links import feeds
from policybook.links.addresses import Fault
from policybook.links.aim import ABOVE, Where
from policybook.links.contents import Contents
from policybook.links.drafts import Drafts, Hint
from policybook.links.index import address
from policybook.links.nearby import nearby_anchor, nearby_file
from policybook.links.quoting import quoted
from policybook.links.reference import Role, Standing, Use
from policybook.links.site import Hit, Site
from policybook.links.slots import ANCHOR

MISSING = "404.html"
"""The page that servers show in the place of any that is not there."""

_NAMING_PARTS = ("a", "use")
"""Elements that name a part of a drawing; in others what follows `#` may be for a style."""

_FRAMES = ("iframe", "frame")
_ROUTES = ("/", "!")
"""What programs in a page start fragments with that are no anchors."""

_OF_ROLES = {
    Role.REDIRECT: "redirect-broken",
    Role.SITEMAP: "sitemap-entry-broken",
    Role.FEED: "feed-link-broken",
    Role.LOCK: "lock-address-broken",
}
_OF_ANY_ROLE = frozenset(
    ("anchor-missing", "link-broken", "link-case", "link-empty", "link-outside")
)
_RELATIVE = Fault(
    "link-relative",
    "starts from the folder of whatever page is missing: start it with `/`, or write it whole",
)
_path = lru_cache(2)(PurePosixPath)
"""The path of a file: what is said of one follows in a row."""


@dataclass(slots=True)
class Judge:
    """Looks up what files name; what is wrong goes to the drafts.

    Addresses that are `ignored` are left alone; private ones that are `reachable` are those of
    readers who share a network. `external` are the addresses of other sites, with where they stand.
    """

    site: Site
    ignored: Callable[[str], bool]
    reachable: Callable[[str], bool]
    drafts: Drafts = field(default_factory=Drafts)
    external: dict[str, list[Standing]] = field(default_factory=dict)

    def judge(self, file: str, contents: Contents) -> None:
        """Look up each address that a file names."""
        site = self.site
        folders = _folders(file)
        for use in contents.uses:
            meant = site.based(file, contents.base, use) if contents.base else use
            aim = site.aims.get(meant) or site.aim(meant)
            if aim.fault:
                self._note(aim.fault, use.target, file, use)
            if aim.where is not Where.INSIDE:
                if aim.where is Where.OUTSIDE:
                    self._note_external(file, use)
                continue
            target: str | None = file
            path, ups = aim.path, aim.ups
            if path is not None:
                if ups is not None:
                    if ups >= len(folders) or file == MISSING:
                        self._note(_RELATIVE if file == MISSING else ABOVE, use.target, file, use)
                        continue
                    path = folders[ups] + path
                hit = site.hits.get(path) or site.find(path)
                if hit.fault:
                    self._note_hit(hit, path, file, use)
                target = hit.file
            if aim.fragment and target is not None:
                self._judge_anchor(target, aim.fragment, file, use)

    def _judge_anchor(self, target: str, fragment: str, file: str, use: Use) -> None:
        role, element = use.slot.role, use.slot.element
        if role is Role.EMBED and element not in (*_FRAMES, *_NAMING_PARTS):
            return
        contents = self.site.contents.get(target)
        if contents is None or (target.endswith(".svg") and element not in _NAMING_PARTS):
            return
        if not self.site.has_anchor(target, fragment):
            page = address(target)
            if fragment.startswith(_ROUTES) or self.ignored(f"{page}#{fragment}"):
                return
            where = "" if target == file else f" in {quoted(page)}"
            fault = Fault("anchor-missing", f"leads to no anchor{where}")
            near = partial(nearby_anchor, fragment, contents.anchors or ())
            hint = Hint(near, "; correct it, or add the anchor")
            self._note(fault, f"{target}#{fragment}", file, use, hint)
        elif role is Role.LINK and unquote(fragment) in contents.repeated:
            anchor = unquote(fragment)
            message = f"the anchor {quoted(f'#{anchor}')} stands twice: name the second differently"
            standing = Standing(_path(target), Use(ANCHOR, anchor))
            self.drafts.add("anchor-repeated", f"{target}#{anchor}", message, standing)

    def _note_hit(self, hit: Hit, path: str, file: str, use: Use) -> None:
        if hit.fault and not self.ignored(f"/{path}"):
            is_gone = hit.fault.rule == "link-broken"
            near = partial(nearby_file, path, self.site.index)
            hint = Hint(near, "; correct it, or add what it leads to") if is_gone else None
            self._note(hit.fault, path, file, use, hint)

    def _note_external(self, file: str, use: Use) -> None:
        home = self.site.home
        if use.slot is feeds.ENTRY:
            if home.is_known:
                message = f"is of another site: this one is at {quoted(str(home))}"
                self._note(Fault("sitemap-entry-broken", message), use.target, file, use)
        elif use.slot.role.is_fetched and not self.ignored(use.target):
            standing = Standing(_path(file), use)
            self.external.setdefault(use.target, []).append(standing)

    def _note(self, fault: Fault, key: str, file: str, use: Use, hint: Hint | None = None) -> None:
        if self.ignored(use.target):
            return
        if fault.rule == "address-private" and self.reachable(use.target):
            return
        rule, role = fault.rule, use.slot.role
        if rule in _OF_ANY_ROLE:
            rule = _OF_ROLES.get(role, rule)
        if rule == "link-broken" and role is Role.EMBED:
            rule = "asset-missing"
        line = self.site.contents[file].lines.get(use, 0)
        standing = Standing(_path(file), use, line)
        self.drafts.add(rule, key, fault.message, standing, hint)


def _folders(file: str) -> tuple[str, ...]:
    """The folder of a file and those above it, the nearest first, as paths end."""
    names = file.split("/")[:-1]
    return tuple("".join(f"{name}/" for name in names[:end]) for end in range(len(names), -1, -1))
