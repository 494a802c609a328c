"""Sentences of prose, and what they say that a policy allows.

A sentence is understood only where its subject is the policy and nothing in it may turn its
meaning round; of all others nothing is known. So a claim that is found is one, and many are
not found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from policybook import prose
from policybook.prose import CODE, Mark, Paragraph

_END = re.compile(r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<=[.!?;])\s+(?=\S)")

_VERBS = "allow|grant|permit|give|provide|enable|include"
_NOUN = r"(?:(?:AWS |IAM |customer )?(?:managed )?(?:IAM )?policy|statement|document)"
_ADVERB = r"(?:(?:also|additionally|explicitly|further|now|only|therefore|thus) )*"
_SUBJECT = (
    rf"(?:(?:this|the) {_NOUN}|(?:this|the) {CODE} {_NOUN}|the {_NOUN} {CODE}|{CODE}"
    rf"|(?:this|the) {CODE}|it)"
)
_GRANT = re.compile(
    rf"(?:[^,;:{CODE}]{{1,100}}, )?"
    rf"(?:(?P<subject>{_SUBJECT}) {_ADVERB}(?:(?:{_VERBS})s|lets)"
    rf"|{_ADVERB}(?:allows|grants|permits|gives|provides|enables|lets)"
    rf"|(?:an? |all |the )?(?:identit(?:y|ies)|people|persons?|users?|roles?|principals?|someone)"
    rf" with (?:this|the) policy (?:can|may))\b",
    re.IGNORECASE,
)
"""How a sentence starts that says what the policy allows."""

_LABEL = re.compile(rf"{CODE} ?[–—:-] ")
"""What an item of a list may start with: the part of the document that it explains."""

_TURN = re.compile(
    r"n['’]t\b|\b(?:after|although|because|before|but|calls|cannot|denied|denies|deny|despite|"
    r"except\w*|excluding|formerly|if|instead|lacks?|lost|missing|must|needs?|needed|neither|never|"
    r"no|nobody|none|nor|not|nothing|once|other|others|otherwise|previously|rather|removed?|removes|"
    r"requires?|required|returns?|should|since|so|than|that|though|unless|unlike|until|uses|what|"
    r"when|where|whereas|which|while|who|whom|whose|without|(?<!such )(?<!well )as(?! well))\b",
    re.IGNORECASE,
)
"""What may turn the meaning of a sentence round, or begin to speak of something else."""

_NEAR = re.compile(
    r"\b(?:at|by|during|for|from|in|into|like|on|onto|to|under|(?<!use )of)(?: (?:the|an?|its))? $",
    re.IGNORECASE,
)
"""What makes of a name something else than what is allowed."""

_DOES = re.compile(
    r"(?: (?:action|call|operation|permission)s?)? (?:are|calls?|can|cannot|does?|did|has|have|is|"
    r"makes?|may|must|needs?|never|no longer|not|reads?|requires?|reports?|returns?|shows?|was|"
    r"were|will|writes?|uses?)\b",
    re.IGNORECASE,
)
"""What makes of a name the subject of something else, or takes it back."""

_NAME = rf"(?:{CODE}|[\w+=,.@-]{{1,128}})"
_SPEAKER = re.compile(
    rf"(?:(?:the |this )?(?:(?:AWS |IAM |customer )?(?:managed )?policy:? )?(?P<name>{_NAME})"
    rf"(?: {_NOUN})? {_ADVERB}(?:(?:{_VERBS}|contain)s|lets|(?:is|can be) attached)"
    rf"|you can(?:['’]t|not| not)? attach (?:the )?(?P<attached>{_NAME}))(?!\w)",
    re.IGNORECASE,
)
"""How a sentence starts that says of a policy by its name what it allows or is attached to."""

_LINK = r"(?:,? (?:and|or)(?: the| also)?|,)"
_PASSIVE = re.compile(
    rf"(?:the |calling |use of )?{CODE}(?:{_LINK} {CODE})*"
    r"(?: (?:action|operation|permission)s?)? (?:is|are) (?:also )?(?:allowed|granted|permitted)"
    r"(?=\s*(?:[.,;]|$|on\b|for\b|too\b))",
    re.IGNORECASE,
)
_RUN = re.compile(rf"(?:the )?{CODE}(?:{_LINK} {CODE})*", re.IGNORECASE)


_MOST_ITS = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its words, with CODE in the place of each of its code marks.

    `before` is the sentence that it follows; `intro` the one that leads to the list that it is an
    item of, where it begins that item.
    """

    words: str
    codes: tuple[Mark, ...]
    before: Sentence | None
    intro: Sentence | None


def sentences(markdown: str, links: Mapping[str, str]) -> tuple[Sentence, ...]:
    """The sentences of prose, in order."""
    return _sentences(tuple(prose.look(markdown, links).paragraphs))


@lru_cache(maxsize=8)
def _sentences(paragraphs: tuple[Paragraph, ...]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    last: dict[int, Sentence] = {}
    for paragraph in paragraphs:
        codes = iter(paragraph.codes)
        intro = last.get(paragraph.level - 1) if paragraph.starts_item else None
        for words in _END.split(paragraph.words.strip()):
            marks = tuple(next(codes) for _ in range(words.count(CODE)))
            before = last.get(paragraph.level)
            found.append(Sentence(words, marks, None if intro else before, intro))
            last[paragraph.level] = found[-1]
            intro = None
    return tuple(found)


def claims(sentence: Sentence, own: Collection[str]) -> Iterator[Mark]:
    """The code marks of which a sentence says that the policy allows them.

    `own` are the names that stand for the policy: its name and those of its statements.
    """
    grant = _granting(sentence, own)
    if grant:
        yield from _after(sentence, grant.end())
    elif sentence.intro and _leads(sentence.intro, own):
        run = _RUN.match(sentence.words)
        yield from sentence.codes[: run.group().count(CODE) if run else 0]
    elif (passive := _PASSIVE.match(sentence.words)) and not _TURN.search(sentence.words):
        yield from sentence.codes[: passive.group().count(CODE)]


def speaks_of(sentence: Sentence) -> Mark | None:
    """The name with which a sentence starts that says what a policy allows or is attached to."""
    match = _SPEAKER.match(sentence.words)
    if not match:
        return None
    name = match["name"] or match["attached"]
    return sentence.codes[0] if name == CODE else Mark(name, name)


def names(sentence: Sentence, name: str) -> bool:
    """Whether a sentence has a name, in code marks or without."""
    whole = rf"(?<!\w){re.escape(name)}(?!\w)"
    return any(mark.text == name for mark in sentence.codes) or bool(
        re.search(whole, sentence.words)
    )


def _granting(sentence: Sentence, own: Collection[str], depth: int = 0) -> re.Match[str] | None:
    """The start of a sentence that says what the policy allows.

    In some sentences one after the other, `it` may be what the first of them speaks of.
    """
    label = _LABEL.match(sentence.words)
    grant = _GRANT.match(sentence.words, label.end() if label else 0)
    if not grant or _TURN.search(grant.group()):
        return None
    subject = grant["subject"] or ""
    if CODE in subject and sentence.codes[1 if label else 0].text not in own:
        return None
    if subject.lower() == "it":
        before = sentence.before if depth < _MOST_ITS else None
        return grant if before and _granting(before, own, depth + 1) else None
    return grant


def _after(sentence: Sentence, start: int) -> Iterator[Mark]:
    """The code marks from a place on, as far as nothing turns the meaning round."""
    number = sentence.words.count(CODE, 0, start)
    parts = pairwise(sentence.words[start:].split(CODE))
    for (before, after), mark in zip(parts, sentence.codes[number:], strict=True):
        if _TURN.search(before):
            return
        if not _NEAR.search(before) and not _DOES.match(after):
            yield mark


def _leads(intro: Sentence, own: Collection[str]) -> bool:
    """Whether a sentence says that the policy allows what the list after it names."""
    grant = _granting(intro, own)
    return bool(
        grant and intro.words.endswith(":") and not _TURN.search(intro.words[grant.end() :])
    )
