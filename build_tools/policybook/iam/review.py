"""All that there is to say of the step from one document to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from policybook.iam.actions import AccessLevel
from policybook.iam.callouts import Callout, callouts
from policybook.iam.compare import Difference, compare
from policybook.iam.contrast import Contrast, contrasts
from policybook.iam.levels import opened
from policybook.model import Document


@dataclass(frozen=True, slots=True)
class Review:
    """A step from one document to the next.

    `difference` is about action patterns, `contrasts` about statements, `opened` about the access
    levels that are new, by service prefix, and `callouts` about what nobody may miss.
    """

    difference: Difference
    contrasts: tuple[Contrast, ...]
    opened: Mapping[str, tuple[AccessLevel, ...]]
    callouts: tuple[Callout, ...]

    def __bool__(self) -> bool:
        return bool(self.difference or self.contrasts)


def review(old: Document | None, new: Document) -> Review:
    """The step from one document to the next; without an old one, all of the new one is new."""
    before = old or replace(new, statements=())
    difference = compare(before, new)
    found = contrasts(before, new)
    levels = opened(before, new)
    return Review(difference, found, levels, callouts(before, new, difference, found, levels))
