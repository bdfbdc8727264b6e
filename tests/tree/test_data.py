"""The grammars are found in a checkout, in a package and in a zip."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from pingan.language.data import data

ROOT = Path(__file__).parents[2]


def test_a_checkout_has_grammars_and_policies() -> None:
    assert data("grammars").joinpath("core.lark").is_file()
    assert data("policies").is_dir()


def test_a_zipped_package_parses(tmp_path: Path) -> None:
    archive = tmp_path / "pingan.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in (ROOT / "pingan").rglob("*.py"):
            zipped.write(path, path.relative_to(ROOT))
        for path in (p for p in (ROOT / "grammars").rglob("*") if p.is_file()):
            zipped.write(path, Path("pingan", "_data") / path.relative_to(ROOT))
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import pingan.tree.from_text as t; "
        "from pingan.source import Source; from pingan.diagnostics.diagnostic import Diagnostics; "
        "assert sys.argv[1] in t.__file__; assert t.parse(Source('x', '政策 p'), Diagnostics()) is not None"
    )
    subprocess.run([sys.executable, "-c", program, str(archive)], check=True, cwd=tmp_path)
