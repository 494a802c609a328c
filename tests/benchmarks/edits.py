"""Edits of one file, as editors make them: each leaves a word in the data."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

_DESCRIPTION = re.compile(r"^description: .*\n", re.MULTILINE)
_TITLE = re.compile(r"^title: .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Edit:
    """What is edited in a file, and how it read before."""

    what: str
    file: Path
    text: str

    def put(self, word: str) -> str:
        """The text of the file with a word in it."""
        if self.file.suffix == ".json":
            document = json.loads(self.text)
            statements = document["Statement"]
            (statements if isinstance(statements, dict) else statements[0])["Sid"] = word
            return json.dumps(document, indent=4, ensure_ascii=False) + "\n"
        if self.file.name == "policy.yaml":
            return f"{_DESCRIPTION.sub('', self.text)}description: Says {word}.\n"
        return _TITLE.sub(f"title: {word}", self.text, count=1)


def edits(policies: Path) -> tuple[Edit, ...]:
    """An edit of each kind, in the midst of the data."""
    words = sorted(policies.glob("*/*/policy.yaml"))
    policy = words[len(words) // 2]
    document = max(policy.parent.glob("v*.json"), key=lambda path: int(path.stem[1:]))
    changes = sorted(policies.glob("*/changes/*.yaml"))
    chosen = {
        "description of a policy": policy,
        "Sid of a statement": document,
        "title of a change": changes[len(changes) // 2],
    }
    return tuple(Edit(what, file, file.read_text("utf-8")) for what, file in chosen.items())
