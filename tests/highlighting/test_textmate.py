"""The TextMate grammar: made of the words, and in agreement with what Pygments is told."""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import groupby
from pathlib import Path

import pytest

from pingan.highlighting import Kind, pieces
from pingan.highlighting.textmate import SCOPES, scopes, textmate_grammar, to_json
from tests.highlighting.shipped import POLICIES, ROOT, read

FOLDER = ROOT / "docs/editors/vscode"
GRAMMAR = FOLDER / "syntaxes/pingan.tmLanguage.json"
NODE = shutil.which("node")

ODD = """\ufeff# 情景 and `rule` in a comment
policy odd "Odd “things”" {
\tversion "1" # pingan: allow unused-fact, never-follows because of that
}
enum State { late, due "到期" }
enum Other {
    due,
    late "晚",
    \U00020000\U000323af
}
fact actor "谁": actor optional
rule  非法行医  “非法” { cite “1-a”、“1-b”; when 非 非法行医且持械 or x.due = due
    then a must listed, b must not act(x: 3 working days) by 5日前 within 30分钟内 every half month
    ensure x >= 99.5% ? 2016-07-01T15:31+02:00 2016年5月30日9时 late 2016-07 ……
    note "no end
expect closing due
scenario "title" {}
＃ 全角
"""


def test_the_committed_grammar_is_the_one_that_is_made() -> None:
    assert GRAMMAR.read_text(encoding="utf-8") == to_json(), "make it again: make vscode"


def test_every_kind_but_space_has_a_scope() -> None:
    assert set(SCOPES) == set(Kind) - {Kind.SPACE}


def test_no_pattern_needs_what_only_python_or_only_oniguruma_knows() -> None:
    for rule in textmate_grammar()["patterns"]:
        assert not any(sign in rule["match"] for sign in ("++", "*+", "?+", "(?P", "(?>", "\\p{", "\\A", "\\Z", "\\b"))


@pytest.mark.skipif(NODE is None, reason="needs node")
@pytest.mark.skipif(
    not (FOLDER / "node_modules/vscode-textmate").is_dir(), reason="needs `npm ci` in docs/editors/vscode"
)
def test_editors_see_what_pygments_sees(tmp_path: Path) -> None:
    odd = tmp_path / "odd.rules"
    odd.write_text(ODD, encoding="utf-8")
    texts = {path: read(path) for path in (odd, *POLICIES)}
    command = [str(NODE), "scripts/tokens.mjs", str(GRAMMAR), *map(str, texts)]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    for (path, text), lines in zip(texts.items(), json.loads(done.stdout), strict=True):
        ours = _by_line(text)
        theirs = [_joined([(scope, piece) for scope, piece in line]) for line in lines]
        assert len(ours) == len(theirs)
        differing = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
        assert differing[:3] == [], path.name


def _by_line(text: str) -> list[list[tuple[str, str]]]:
    lines: list[list[tuple[str, str]]] = [[]]
    for piece in pieces(text):
        if piece.text in ("\n", "\r\n"):
            lines.append([])
        else:
            lines[-1].append((scopes(piece.kind), piece.text))
    return [_joined(line) for line in lines]


def _joined(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one scope together; what has no scope, and that a space has none, is the same in both."""
    found = [(scope, "".join(text for _, text in group)) for scope, group in groupby(tokens, key=lambda t: t[0])]
    return [(scope, text) for scope, text in found if text.strip()]
