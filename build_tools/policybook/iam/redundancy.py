"""Which patterns of a list change nothing, since others of the list cover them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from policybook.iam import arn, glob, pattern
from policybook.iam.resources import marked


def redundant_actions(actions: Iterable[str]) -> Mapping[str, str]:
    """The actions that can go, each with one that covers it and stays."""
    return _redundant(actions, str.lower, pattern.covers)


def redundant_resources(resources: Iterable[str]) -> Mapping[str, str]:
    """The resources that can go, each with one that surely covers it and stays."""
    return _redundant(resources, marked, _covers)


def _covers(one: str, other: str) -> bool:
    """Whether a resource surely covers another, and is meant to.

    Writers name buckets and objects apart, as in `arn:aws:s3:::acme-*` and `arn:aws:s3:::acme-*/*`,
    which says more than the first alone.
    """
    wide, narrow = arn.parse(one), arn.parse(other)
    is_bucket = wide is not None and wide.service == "s3" and "/" not in wide.resource
    is_object = narrow is not None and "/" in narrow.resource
    is_all = wide is None or wide.resource == "*"
    return arn.covers(one, other) and (is_all or not (is_bucket and is_object))


def _redundant(
    texts: Iterable[str],
    as_pattern: Callable[[str], str],
    covers: Callable[[str, str], bool],
) -> Mapping[str, str]:
    """Of patterns that cover each other the first stays; so does what nothing else covers."""
    listed = tuple(texts)
    if len(listed) < 2 or not pattern.is_wildcard("".join(listed)):
        return {}
    by_pattern: dict[str, str] = {}
    for text in listed:
        by_pattern.setdefault(as_pattern(text), text)
    order = {text: number for number, text in enumerate(by_pattern.values())}
    found: dict[str, str] = {}
    for wide, narrow in _covering(by_pattern):
        other, text = by_pattern[wide], by_pattern[narrow]
        if covers(other, text) and (order[other] < order[text] or not covers(text, other)):
            found[text] = min(other, found.get(text, other), key=order.__getitem__)
    return {text: _last(found, text) for text in sorted(found, key=order.__getitem__)}


def _covering(patterns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The patterns that cover another one, each with that: it begins as they do."""
    ordered = sorted(patterns)
    for wide in filter(pattern.is_wildcard, ordered):
        for narrow in glob.beginning(ordered, glob.head(wide)):
            if narrow != wide and glob.covers(wide, narrow):
                yield wide, narrow


def _last(found: Mapping[str, str], text: str) -> str:
    """What covers a text and is not covered in turn."""
    while text in found:
        text = found[text]
    return text
