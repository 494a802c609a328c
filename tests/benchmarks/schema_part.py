"""Both ways to hold documents to their schema in one process, `python schema_part.py FOLDER`.

Prints the seconds of the processor that each of them took: ours, and jsonschema's.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path, PurePosixPath

from jsonschema import Draft202012Validator

from policybook.schemas import Kind, schema, validate
from policybook.source.source import parse

folder = Path(sys.argv[1])
sources = [
    source
    for path in sorted(folder.rglob("v*.json"))
    if (source := parse(PurePosixPath(path.name), path.read_text(encoding="utf-8"))[0])
]
validator = Draft202012Validator(dict(schema(Kind.DOCUMENT)))

start = time.process_time()
for source in sources:
    validate(source, Kind.DOCUMENT)
own = time.process_time() - start

start = time.process_time()
for source in sources:
    [*validator.iter_errors(source.data)]
peer = time.process_time() - start

print(json.dumps({"own": own, "peer": peer}))
