"""The parser's tables that come with the package are those of its grammars."""

from __future__ import annotations

import json
import subprocess
import sys

from pingan.language.data import data
from pingan.tree.tables import Tables
from tests.tree.tables import written


def test_they_are_those_of_the_grammars() -> None:
    folder = data("grammars").joinpath("tables")
    expected = dict(written())
    assert {file.name for file in folder.iterdir()} == set(expected)
    stale = [name for name, content in expected.items() if folder.joinpath(name).read_text("utf-8") != content]
    assert not stale, "write them again: make tables"


def test_data_and_back_are_the_same_tables() -> None:
    for _, content in written():
        held = json.loads(content)["tables"]
        assert json.loads(json.dumps(Tables.from_data(held).to_data())) == held


def test_right_texts_are_read_without_lark() -> None:
    code = """
import sys
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.tree.from_text import parse
texts = ["policy p fact a: boolean define b: boolean { is a }", "政策 p 事实 a: 布尔", open(sys.argv[1]).read()]
for text in texts:
    assert parse(Source("<test>", text), Diagnostics(), standard_environment()) is not None, text
assert "lark" not in sys.modules
"""
    policy = data("policies").joinpath("county", "county.rules")
    subprocess.run([sys.executable, "-X", "utf8", "-c", code, str(policy)], check=True)
