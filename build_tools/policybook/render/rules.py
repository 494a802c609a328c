"""The pages of the rules, made from what the check goes by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePosixPath

from policybook import addresses
from policybook.choice import Profile
from policybook.guide import Example, Guide, Subject, guides
from policybook.problem import Severity
from policybook.render import reading, rich
from policybook.render.page import (
    Block,
    Fact,
    Facts,
    Heading,
    Listing,
    Page,
    Prose,
    Table,
    TableRow,
    Trail,
)
from policybook.render.text import Flow, Inline
from policybook.source.sweep import SUFFIXES

_ACCESS_ANALYZER = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"
)
_LANGUAGES = (*SUFFIXES, ".html", ".xml")
_NAMES = {
    Profile.CUSTOMER: "Customer managed",
    Profile.AWS_MANAGED: "AWS managed",
}
_ANCHORS = {
    Subject.DOCUMENT: "documents",
    Subject.POLICY: "policies",
    Subject.HISTORY: "history",
    Subject.SERVICE: "services",
    Subject.ADDRESS: "addresses",
    Subject.FORM: "form",
    Subject.LINKS: "links",
}


@cache
def rules_pages() -> tuple[Page, ...]:
    """The list of all rules, and a page for each."""
    return _index(), *(_page(guide) for guide in guides().values())


def _index() -> Page:
    title = "Rules"
    return Page(
        path=addresses.RULES,
        title=title,
        description="What the check looks for, by rule id.",
        make=lambda: (
            Heading(1, "rules", rich.inline(title)),
            Prose(
                rich.paragraph(
                    "What the check looks for. Each problem that it prints names one of these "
                    "ids. An error keeps the site from being published; a warning should be "
                    "mended or exempted with a reason; a hint is advice. How much a finding "
                    "matters differs between policies that AWS publishes and your own."
                ),
                lead=True,
            ),
            *(block for subject in Subject for block in _about(subject)),
        ),
        in_nav=title,
    )


def _about(subject: Subject) -> Iterator[Block]:
    """The rules that are about the same."""
    chosen = [guide for guide in guides().values() if guide.subject is subject]
    yield Heading(2, _ANCHORS[subject], rich.inline(subject), subject)
    if subject is Subject.FORM:
        yield Prose(
            rich.paragraph(
                "What these find keeps data from being read or understood. It is always an "
                "error, and nothing can be exempted from it."
            )
        )
        yield Table(("Rule", "What is right"), tuple(_row(guide) for guide in chosen))
    elif subject is Subject.LINKS:
        yield Prose(
            rich.paragraph(
                "These are about the site that was built, whatever it was built from, and are "
                "found by ",
                rich.code("policybook links"),
                ".",
            )
        )
        head = ("Rule", "What is right", "Severity")
        yield Table(head, tuple(_row(guide, Profile.CUSTOMER) for guide in chosen))
    else:
        both = ("Rule", "What is right", *_NAMES.values())
        yield Table(both, tuple(_row(guide, *_NAMES) for guide in chosen))


def _row(guide: Guide, *profiles: Profile) -> TableRow:
    return TableRow(
        rich.link(addresses.to(addresses.rule_page(guide.id)), rich.code(guide.id)),
        (
            _flow(guide.title),
            *(rich.paragraph(_severity(guide.severities[profile])) for profile in profiles),
        ),
        guide.id,
    )


def _page(guide: Guide) -> Page:
    title, _, rest = guide.documentation.partition("\n")
    return Page(
        path=addresses.rule_page(guide.id),
        title=guide.id,
        description="".join(map(rich.plain, rich.paragraphs(_flow(title)))),
        make=lambda: (
            Trail((rich.link(addresses.to(addresses.RULES), "Rules"),)),
            Heading(1, guide.id, rich.code(guide.id)),
            Prose(_flow(title), lead=True),
            Facts(tuple(_facts(guide))),
            *((Prose(_flow(rest)),) if rest.strip() else ()),
            *_examples(guide),
            *_exceptions(guide),
        ),
    )


def _facts(guide: Guide) -> Iterator[Fact]:
    yield Fact("About", rich.inline(guide.subject))
    if len(set(guide.severities.values())) == 1:
        yield Fact("Severity", _severity(guide.severities[Profile.CUSTOMER]))
    else:
        for profile, name in _NAMES.items():
            yield Fact(name, _severity(guide.severities[profile]))
    if guide.fixable:
        yield Fact("Fix", rich.inline(rich.code("policybook fix"), " mends what is safe to mend"))
    if guide.alias:
        link = rich.link(_ACCESS_ANALYZER, rich.code(guide.alias))
        yield Fact("IAM Access Analyzer", link)


def _severity(severity: Severity | None) -> Inline:
    return rich.inline(severity or "off")


def _examples(guide: Guide) -> Iterator[Block]:
    if guide.bad and guide.good:
        if guide.bad.base:
            yield Heading(2, "before", rich.inline("Before"), "Before")
            yield from _listings(Example(guide.bad.base))
        yield Heading(2, "wrong", rich.inline("Wrong"), "Wrong")
        yield from _listings(guide.bad)
        yield Heading(2, "right", rich.inline("Right"), "Right")
        yield from _listings(guide.good)


def _listings(example: Example) -> Iterator[Listing]:
    for name, text in example.files.items():
        if text is None:
            continue
        places = (place.removeprefix(f"{name}:") for place in example.places if name in place)
        lines = sorted({int(place.partition(":")[0]) for place in places})
        found = f", found in {_lines(lines)}" if lines else ""
        suffix = PurePosixPath(name).suffix
        language = suffix.removeprefix(".") if suffix in _LANGUAGES else "text"
        yield Listing(rich.inline(rich.code(name), found), text.rstrip("\n"), language)


def _lines(numbers: Iterable[int]) -> str:
    words = [str(number) for number in numbers]
    if len(words) == 1:
        return f"line {words[0]}"
    return f"lines {', '.join(words[:-1])} and {words[-1]}"


def _exceptions(guide: Guide) -> Iterator[Block]:
    yield Heading(2, "exceptions", rich.inline("Exceptions"), "Exceptions")
    if guide.subject is Subject.LINKS:
        yield Prose(
            rich.paragraph(
                "Where an address is meant to be as it is, leave it out of the check; ",
                rich.code("*"),
                " stands for any characters.",
            )
        )
        yield Listing(rich.inline("Command line"), "policybook links --ignore '/api/*'", "sh")
        yield Listing(
            rich.inline(rich.code("pyproject.toml")),
            '[tool.policybook.links]\nignore = ["/api/*"]',
            "toml",
        )
        return
    if not guide.is_optional:
        yield Prose(
            rich.paragraph(
                "There are none: as long as this is found, the data cannot be read as it is "
                "meant, so it is not published."
            )
        )
        return
    yield Prose(
        rich.paragraph(
            "Where the rule is wrong about a policy, a service or a change, say why in its file. "
            "An exemption that no longer silences anything is itself a problem."
        )
    )
    yield Listing(
        rich.inline(rich.code("policy.yaml")), f"exempt:\n  {guide.id}: Say here why.", "yaml"
    )
    yield Prose(
        rich.paragraph(
            "For all of the data, set how much the findings matter: ",
            rich.sequence([rich.code(word) for word in (*Severity, "off")], "or"),
            ".",
        )
    )
    yield Listing(
        rich.inline(rich.code("pyproject.toml")),
        f'[tool.policybook.rules]\n{guide.id} = "off"',
        "toml",
    )


def _flow(text: str) -> Flow:
    """Our own Markdown as running text; its lines are wrapped for the source alone."""
    unwrapped = re.sub(r"(?<=\S)\n(?=\S)(?![-*] )", " ", text.strip())
    return reading.markdown(unwrapped)
