"""The lexer as Pygments finds and uses it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments import highlight, lex
from pygments.formatters import HtmlFormatter, TerminalFormatter
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename, guess_lexer
from pygments.token import Error, Keyword, Name, String

from pingan.highlighting import Kind
from pingan.highlighting.lexer import TOKENS, RulesLexer
from tests.highlighting.shipped import POLICIES, ROOT, read
from tests.highlighting.test_pieces import TEXT


@pytest.mark.parametrize("alias", ["pingan", "rules"])
def test_it_is_found_by_name(alias: str) -> None:
    assert isinstance(get_lexer_by_name(alias), RulesLexer)


def test_it_is_found_by_file_name_and_by_its_text() -> None:
    policy = '# about pools\n\npolicy pool "Pools" {\n    version "1"\n}\n'
    assert isinstance(get_lexer_for_filename("pool.rules", policy), RulesLexer)
    assert isinstance(guess_lexer(policy), RulesLexer)
    assert isinstance(guess_lexer("政策 泳池 {\n}\n"), RulesLexer)
    assert RulesLexer.analyse_text('alert tcp any any -> any 80 (msg:"x";)\n') == 0
    assert RulesLexer.analyse_text("") == 0


def test_every_kind_is_a_token() -> None:
    assert set(TOKENS) == set(Kind)


@given(st.one_of(TEXT, st.text()))
def test_the_tokens_of_a_text_are_the_text(text: str) -> None:
    raw = [token for _, _, token in RulesLexer().get_tokens_unprocessed(text)]
    assert "".join(raw) == text


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_shipped_policies_have_no_errors(path) -> None:
    text = read(path)
    found = list(lex(text, RulesLexer(stripnl=False, ensurenl=False)))
    assert "".join(token for _, token in found) == text
    assert not [token for kind, token in found if kind is Error]
    assert {kind for kind, _ in found} & {Keyword.Declaration, Name.Class, String.Doc}


def test_hostile_text_is_escaped() -> None:
    html = highlight('rule <script>alert(1)</script> "<img>" # <b>', RulesLexer(), HtmlFormatter())
    assert "<script>" not in html and "<img>" not in html and "<b>" not in html


def test_it_colours_for_terminals() -> None:
    assert "\x1b[" in highlight("rule x {}", RulesLexer(), TerminalFormatter())


def test_importing_pingan_imports_no_pygments() -> None:
    code = "import pingan, pingan.highlighting, sys; sys.exit('pygments' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0
