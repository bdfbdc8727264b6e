"""Reading fact files: what they say exactly, and where they go wrong."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.program.fact_canonical import canonical_text
from pingan.program.fact_files import Format, parse_facts, read_facts


def problem(text: str | bytes, format: Format | None = None) -> FactProblem:
    with pytest.raises(FactError) as caught:
        parse_facts(text, format=format, name="f")
    (only,) = caught.value.problems
    return only


def test_numbers_are_exact_in_json() -> None:
    assert parse_facts('{"a": 0.1, "b": 12345678901234567890, "c": 1e3, "d": -0}') == {
        "a": Decimal("0.1"),
        "b": 12345678901234567890,
        "c": Decimal("1e3"),
        "d": 0,
    }


def test_yaml_follows_the_core_schema_of_1_2() -> None:
    text = "a: 0.1\nb: no\nc: on\nd: true\ne: 2016-01-05\nf: ~\ng: '3'\nh: 0o17\ni: 0x1F\nj: 1_000\nk: .5\nl: 12:30\n"
    assert parse_facts(text, format="yaml") == {
        "a": Decimal("0.1"),
        "b": "no",
        "c": "on",
        "d": True,
        "e": "2016-01-05",
        "f": None,
        "g": "3",
        "h": 15,
        "i": 31,
        "j": "1_000",
        "k": Decimal("0.5"),
        "l": "12:30",
    }


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('{"a": 1,\n "a": 2}', "f:2:2", "the name `a` is given twice"),
        ('{"a": NaN}', "f:1:7", "expected a value, not `NaN`"),
        ('{"a": Infinity}', "f:1:7", "expected a value, not `Infinity`"),
        ('{"a": -Infinity}', "f:1:7", "expected a number, not `-`"),
        ('{"a": True}', "f:1:7", "expected a value, not `True`"),
        ('{"a": 01}', "f:1:8", "expected `,` or `}`, not `1`"),
        ('{"a": 1e999999}', "f:1:7", "the number is longer than 28 digits"),
        ('{"a": ' + "9" * 29 + "}", "f:1:7", "the number is longer than 28 digits"),
        ('{"a": ' + "9" * 1_000_000 + "}", "f:1:7", "the number is longer than 28 digits"),
        ('{"a": 1} {', "f:1:10", "something follows the end of the object"),
        ('{"a": 1', "f:1:8", "expected `,` or `}`, but the text ends"),
        ('{"a": "x\ny"}', "f:1:9", "this text is not well formed"),
        ('{"a": "\\x"}', "f:1:8", "this text is not well formed"),
        ("{'a': 1}", "f:1:2", "expected a name in double quotes"),
        ("[" * 100_000, "f:1:33", "nested more than 32 deep"),
        ('{"a":' * 100_000, "f:1:161", "nested more than 32 deep"),
        ("", "f:1:1", "expected a value, but the text ends"),
    ],
)
def test_json_that_is_refused(text: str, place: str, message: str) -> None:
    found = problem(text, "json")
    assert (found.path, found.message.startswith(message)) == (place, True), found


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: 1\na: 2", "f:2:1", "the name `a` is given twice"),
        ("a: &x 1\nb: *x", "f:1:4", "anchors are not read"),
        ("a: *x", "f:1:4", "aliases are not read"),
        ("a: !!python/object:os.system x", "f:1:4", "tags are not read"),
        ("a: !!str 3", "f:1:4", "tags are not read"),
        ("a: .inf", "f:1:4", "a number is finite"),
        ("a: .nan", "f:1:4", "a number is finite"),
        ("a: 1e999999", "f:1:4", "the number is longer than 28 digits"),
        ("a: " + "9" * 100_000, "f:1:4", "the number is longer than 28 digits"),
        ("%YAML 1.1\n---\na: yes", "f:2:1", "only YAML 1.2 is read"),
        ("a: 1\n---\nb: 2", "f:2:1", "a fact file is one document"),
        ("? [a]\n: b", "f:1:3", "a name must be text"),
        ("\ta: 1", "f:1:1", "this is not YAML"),
        ("a: b: c", "f:1:5", "this is not YAML"),
        ("[" * 100_000, "f:1:33", "nested more than 32 deep"),
        ("- " * 100_000, "f:1:65", "nested more than 32 deep"),
        ("a: \x1b[31m", "f:1:1", "this is not YAML"),
    ],
)
def test_yaml_that_is_refused(text: str, place: str, message: str) -> None:
    found = problem(text, "yaml")
    assert (found.path, found.message.startswith(message)) == (place, True), found


def test_a_yaml_bomb_stops_at_its_first_anchor() -> None:
    rows = [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(8)]
    assert problem("\n".join(["a: &a [x]", *rows]), "yaml").path == "f:1:4"


def test_nesting_is_allowed_up_to_the_limit() -> None:
    assert parse_facts("[" * 32 + "]" * 32)
    assert problem("[" * 33 + "]" * 33).code == "fact-limit"
    assert problem("[" * 33 + "]" * 33, format="yaml").code == "fact-limit"


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_a_long_file_is_refused_before_it_is_read(format: Format) -> None:
    assert problem(" " * (1024 * 1024 + 1), format).message == "the file is longer than 1048576 bytes"


def test_an_encoding_that_is_not_utf_8_is_named() -> None:
    assert problem('{"a": "公安机关"}'.encode("gbk")).help == "it looks like GBK (GB 18030): save it as UTF-8"
    assert problem("{}".encode("utf-16")).help == "it looks like UTF-16: save it as UTF-8"
    assert problem(b'{"a": 1,\n "b": "\xff"}').path == "f:2:1"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parse_facts("\ufeff{}".encode()) == {}


def test_the_ending_says_the_format(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("{a: no}")
    (tmp_path / "a.json").write_text('{"a": 1}')
    assert read_facts(tmp_path / "a.yaml") == {"a": "no"}
    assert read_facts(str(tmp_path / "a.json")) == {"a": 1}


@pytest.mark.parametrize(("text", "data"), [('{"a": 1}', {"a": 1}), ("a: 1", {"a": 1})])
def test_a_stream_says_the_format_by_its_first_character(text: str, data: object) -> None:
    assert read_facts(io.StringIO(text)) == data
    assert read_facts(io.BytesIO(text.encode())) == data


@pytest.mark.parametrize("name", ["missing.json", "", "a\0b", "x" * 5000])
def test_a_file_that_cannot_be_read_is_a_fact_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(FactError, match="the file cannot be read"):
        read_facts(str(tmp_path / name) if name else tmp_path)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**27), 10**27) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=10,
)


@given(plain)
def test_what_is_written_as_json_is_read_back(data: object) -> None:
    assert parse_facts(canonical_text(data), format="json") == data


@given(st.text(max_size=200), st.sampled_from(["json", "yaml", None]))
def test_any_text_gives_data_or_fact_errors(text: str, format: Format | None) -> None:
    try:
        parse_facts(text, format=format)
    except FactError:
        return


yaml_like = st.text(st.sampled_from(list("ab:-[]{},'\"#&*!|>%@ \n\t?1.e~<=")), max_size=60)


@given(yaml_like)
def test_what_looks_like_yaml_gives_data_or_fact_errors(text: str) -> None:
    try:
        parse_facts(text, format="yaml")
    except FactError:
        return
