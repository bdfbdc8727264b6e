"""The file of translations: whatever the texts are, it is read as it was written, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.modules.translations import read_translations
from pingan.source import Source
from pingan.translation.file import to_toml, translated
from pingan.translation.texts import Text, reads_as

LINES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=20).filter(
    str.isprintable
)


@given(st.lists(LINES.filter(bool), unique=True), st.dictionaries(LINES.filter(bool), LINES))
def test_what_is_written_is_read_again(texts: list[str], known: dict[str, str]) -> None:
    found = translated("flood", "zh", [Text("rule", text) for text in texts], known)
    diagnostics = Diagnostics()
    read = read_translations(Source("flood.zh.toml", to_toml(found)), diagnostics)
    assert not len(diagnostics)
    assert read == {text: told for text, told in known.items() if told}


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    diagnostics = Diagnostics()
    read = read_translations(Source("flood.zh.toml", text), diagnostics)
    assert all(isinstance(told, str) and told.isprintable() for told in read.values())


def test_what_is_translated_stays_though_the_policy_no_longer_says_it() -> None:
    found = translated("flood", "zh", [Text("closing", "close it")], {"open it": "开放"})
    assert [text.text for text in found.missing] == ["close it"]
    assert found.idle == (("open it", "开放"),)
    assert not found.is_complete
    assert '"open it" = "开放"' in to_toml(found)


def test_everything_wrong_is_told_at_once_where_it_is_written() -> None:
    text = '[texts]\n"a" = 3\n"b" = "two\\nlines"\n[others]\n'
    diagnostics = Diagnostics()
    assert read_translations(Source("flood.zh.toml", text), diagnostics) == {}
    places = sorted((d.span.start, d.span.text) for d in diagnostics if d.span)
    assert [shown for _, shown in places] == ["a", "b", "others"]


def test_deep_nesting_is_refused() -> None:
    diagnostics = Diagnostics()
    assert read_translations(Source("flood.zh.toml", "texts = " + "[" * 100_000), diagnostics) == {}
    assert [d.code for d in diagnostics] == ["bad-translation"]


def test_what_reads_as_a_language() -> None:
    assert reads_as("2024年1月", "zh")
    assert reads_as("WHO的标准", "zh") is False
    assert not reads_as("两小时内", "en")
    assert not reads_as("HIS系统", "en")
    assert reads_as("does 以及 list two grounds, or demand both?", "en")
    assert not reads_as("two hours", "fr")
