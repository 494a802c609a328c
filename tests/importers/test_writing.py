"""An import is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from collected import document, imported, npm, save, state
from policybook.cli import main, writing


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError(28, "No space left on device")])
@pytest.mark.parametrize("failing", range(8))
def test_a_broken_off_import_leaves_all_as_it_was(
    failing: int, fault: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ("2024-01-01", document("s3:GetObject"))
    two = ("2024-05-02", document("s3:PutObject"))
    names = ("AmazonS3One", "AmazonS3Two")
    root = tmp_path / "policies"
    imported(save(tmp_path / "one.json", {name: npm(name, one) for name in names}), root)
    more = {name: npm(name, one, two) for name in names} | {"AmazonSQSX": npm("AmazonSQSX", one)}
    file = save(tmp_path / "two.json", more)
    before = state(root)
    calls: list[Path] = []
    write = writing.write

    def failing_write(path: Path, text: str) -> None:
        calls.append(path)
        if len(calls) == failing + 1:
            raise fault
        write(path, text)

    monkeypatch.setattr(writing, "write", failing_write)
    result = CliRunner().invoke(main, ["import", "catalogue", str(file), "--to", str(root)])
    assert result.exit_code != 0
    assert len(calls) > failing
    assert state(root) == before
    assert not (root / "sqs").exists()
    monkeypatch.undo()
    imported(file, root)
    assert (root / "sqs" / "AmazonSQSX" / "v1.json").is_file()


def test_a_link_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "policies"
    root.mkdir()
    (root / "s3").symlink_to(outside)
    file = save(
        tmp_path / "c.json",
        {"AmazonS3X": npm("AmazonS3X", ("2024-01-01", document("s3:GetObject")))},
    )
    imported(file, root, exit_code=1)
    assert [*outside.iterdir()] == []
