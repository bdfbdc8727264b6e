"""What is not unused because a file that is checked along uses it."""

from __future__ import annotations

from pathlib import Path

from pingan.linting.checked import checked, merged
from tests.cli.conftest import Run

PARENT = """policy parent { zone "UTC" }
fact depth: integer
fact wind "风力": integer
fact idle: integer
actor warden
parameter limit: integer
"""
CHILD = """policy child { zone "UTC" extends parent }
set limit = 5
rule closing { cite "1" when depth > 3 and 风力 > 2 then warden must ensure depth < 9 }
"""


def told(*files: Path) -> list[str]:
    return [d.span.text for d in merged(checked(file) for file in files) if d.span is not None]


def test_what_a_child_reads_is_not_unused_where_both_are_checked(run: Run, folder: Path) -> None:
    parent, child = folder / "parent.rules", folder / "child.rules"
    parent.write_text(PARENT, "utf-8")
    child.write_text(CHILD, "utf-8")
    assert told(parent) == ["depth", "wind", "idle", "warden", "limit"]
    assert told(parent, child) == ["idle", "limit"]
    said = run("check", ".").output
    assert "`idle` is read nowhere" in said
    assert "`depth` is read nowhere" not in said
