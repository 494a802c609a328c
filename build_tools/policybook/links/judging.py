"""Judge: whether what the files of a site name is there, file by file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import PurePosixPath
from urllib.parse import unquote

from policybook.links import advice, feeds
from policybook.links.addresses import PRIVATE, Fault
from policybook.links.aim import ABOVE, Aim, Where, plain
from policybook.links.contents import Contents
from policybook.links.drafts import Drafts, Hint
from policybook.links.index import address
from policybook.links.quoting import quoted
from policybook.links.reference import Role, Standing, Use
from policybook.links.rewriting import rewritten
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
            if aim.fault and (aim.fault.rule != PRIVATE or self._is_private(aim, use)):
                fault = aim.fault
                if fault.rule == "link-outside" and aim.path is not None:
                    fault = fault.plus(advice.below_home(use, file, aim.path, self.site))
                self._note(fault, use.target, file, use)
            if aim.where is not Where.INSIDE:
                if aim.where is Where.OUTSIDE and not self._is_private(aim, use):
                    self._note_external(file, use)
                continue
            target: str | None = file
            path, ups = aim.path, aim.ups
            better = None
            if path is not None:
                if ups is not None:
                    if ups >= len(folders) or file == MISSING:
                        fault = self._relative() if file == MISSING else ABOVE
                        self._note(fault, use.target, file, use)
                        continue
                    path = folders[ups] + path
                hit = site.hits.get(path) or site.find(path)
                if hit.fault:
                    self._note_hit(hit, path, file, use)
                target, better = hit.file, hit.better
            if aim.fragment and target is not None:
                self._judge_anchor(target, aim.fragment, better, file, use)

    def _relative(self) -> Fault:
        """That an address starts from the folder on a page that is shown in the place of any."""
        start = quoted(self.site.home.path)
        message = f"starts from the folder of whatever page is missing: start it with {start}"
        return Fault("link-relative", f"{message}, or write it whole")

    def _judge_anchor(
        self, target: str, fragment: str, better: str | None, file: str, use: Use
    ) -> None:
        role, element = use.slot.role, use.slot.element
        names_part = role is Role.PART or element in _NAMING_PARTS
        if role is Role.EMBED and not names_part and element not in _FRAMES:
            return
        contents = self.site.contents.get(target)
        if contents is None or (target.endswith(".svg") and not names_part):
            return
        if not self.site.has_anchor(target, fragment):
            page = address(target)
            if fragment.startswith(_ROUTES) or self.ignored(f"{page}#{fragment}"):
                return
            where = "" if target == file else f" in {quoted(page)}"
            fault = Fault("anchor-missing", f"leads to no anchor{where}")
            written = plain(use.target)
            if better is not None:
                written = rewritten(use, file, better, self.site)
            near = partial(advice.near_anchor, written, fragment, contents.anchors or ())
            hint = Hint(near, "; correct it, or add the anchor")
            self._note(fault, f"{target}#{fragment}", file, use, hint)
        elif role is Role.LINK and unquote(fragment) in contents.repeated:
            anchor = unquote(fragment)
            message = f"the anchor {quoted(f'#{anchor}')} stands twice: name the second differently"
            standing = Standing(_path(target), Use(ANCHOR, anchor))
            self.drafts.add("anchor-repeated", f"{target}#{anchor}", message, standing)

    def _note_hit(self, hit: Hit, path: str, file: str, use: Use) -> None:
        fault, hint = hit.fault, None
        if fault is None or self.ignored(f"/{path}"):
            return
        if hit.better is not None:
            fault = fault.plus(advice.right_path(use, file, hit.better, self.site))
        elif fault.rule == "link-broken":
            near = partial(advice.near_path, use, file, path, self.site)
            hint = Hint(near, "; correct it, or add what it leads to")
        self._note(fault, path, file, use, hint)

    def _is_private(self, aim: Aim, use: Use) -> bool:
        """Whether readers cannot reach what is elsewhere, so that there is no need to fetch it."""
        fault = aim.fault
        return bool(fault and fault.rule == PRIVATE and not self.reachable(use.target))

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
        rule, role = fault.rule, use.slot.role
        if rule in _OF_ANY_ROLE:
            rule = _OF_ROLES.get(role, rule)
        if rule == "link-broken" and role in (Role.EMBED, Role.PART):
            rule = "asset-missing"
        line = self.site.contents[file].lines.get(use, 0)
        standing = Standing(_path(file), use, line)
        self.drafts.add(rule, key, fault.message, standing, hint)


def _folders(file: str) -> tuple[str, ...]:
    """The folder of a file and those above it, the nearest first, as paths end."""
    names = file.split("/")[:-1]
    return tuple("".join(f"{name}/" for name in names[:end]) for end in range(len(names), -1, -1))
