"""Coverage as text, as data and as a page; and `pingan coverage`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

import pingan
from pingan.cli import cli
from pingan.coverage.from_policy import coverages_of, with_text
from pingan.coverage.to_dict import coverage_data, schema
from pingan.coverage.to_html import coverage_html
from pingan.coverage.to_text import coverage_text
from tests.coverage.conftest import DOCUMENT, RULES, Pool

Run = Callable[..., Result]

HOSTILE = '</td><script src="https://example.org/x.js">alert(1)</script>\u202e\x1b[31m&amp;'


@pytest.fixture
def covered(pool: Pool) -> pingan.Coverage:
    return pingan.coverage_of(pool(), document=DOCUMENT)


@pytest.fixture
def run(pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    pool(RULES)
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(cli, ["coverage", *arguments], prog_name="pingan")


# --- text -----------------------------------------------------------------------------------------------------------


def test_the_text_tells_counts_then_what_is_wanting(covered: pingan.Coverage) -> None:
    text = coverage_text(covered, "en")
    assert "8 clauses: 5 encoded, 2 omitted with a reason, 1 missing; 87.5 % accounted for" in text
    order = ["KIND", "SECTION", "Missing", "Omitted, though", "Scenarios wanting", "document>: 8 of 8 clauses found"]
    assert sorted(order, key=text.index) == order
    assert "pool-2-f  二(三)  deadline  Says 2-f." in text
    assert "Every clause" not in text
    assert "Every clause (8):" in coverage_text(covered, "en", full=True)


def test_the_text_in_chinese_has_no_english_sentence(covered: pingan.Coverage) -> None:
    text = coverage_text(covered, "zh", full=True)
    assert "8个条款：已编写5，已说明不写2，缺漏1；有交代的占87.5%" in text
    assert not re.search(r"clauses|missing|scenario|omitted", text)


def test_shares_are_cut_off_and_never_rounded_up(pool: Pool) -> None:
    rows = "".join(json.dumps({"id": f"p-{i}"}) + "\n" for i in range(3000))
    omitted = "".join(f'    omits "{i}" "no norm"\n' for i in range(2999))
    policy = pool()
    folder = Path(policy.modules.modules["pool"].syntax.span.source.name).parent
    (folder / "p.jsonl").write_text(rows, "utf-8")
    (folder / "p.rules").write_text(f'policy p {{\n    clauses "p.jsonl"\n{omitted}}}\n', "utf-8")
    (coverage,) = coverages_of(pingan.load(folder / "p.rules"), scenarios=False)
    assert "99.9 % accounted for" in coverage_text(coverage, "en")
    assert coverage_data([coverage])["policies"][0]["total"]["percent"] == "2999/30"


# --- data -----------------------------------------------------------------------------------------------------------


def test_the_data_fits_its_schema(covered: pingan.Coverage, pool: Pool) -> None:
    validator = Draft202012Validator(schema())
    validator.check_schema(schema())
    for coverage in (covered, pingan.coverage_of(pool(), scenarios=False)):
        data = json.loads(json.dumps(coverage_data([coverage])))
        assert list(validator.iter_errors(data)) == []
    assert data["schema"] == "pingan.coverage/1"


def test_the_data_is_whole(covered: pingan.Coverage) -> None:
    (data,) = coverage_data([covered])["policies"]
    assert data["total"] == {
        "name": "",
        "clauses": 8,
        "encoded": 5,
        "omitted": 2,
        "missing": 1,
        "percent": "87.5",
        "asked": 4,
        "complete": 1,
    }
    clause = next(c for c in data["clauses"] if c["id"] == "pool-2-a")
    assert clause["cited_by"][0]["key"] == "pool.closing"
    assert clause["scenarios"]["near-miss"] == [
        {"line": clause["scenarios"]["near-miss"][0]["line"], "scenario": "a pool that is not quite deep"}
    ]
    assert [c["line"] for c in data["text"]["clauses"]] == [5, 5, 8, 9, 9, 10, 10, 10]


# --- a page -----------------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    VOID = ("meta",)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_well_formed_and_fetches_nothing(covered: pingan.Coverage, language: str) -> None:
    page = _Page(coverage_html([covered, covered], "zh" if language == "zh" else "en"))
    assert {"script", "link", "img", "iframe", "object", "form", "a"}.isdisjoint(tag for tag, _ in page.tags)
    assert not any(name in ("src", "href") or name.startswith("on") for _, given in page.tags for name in given)
    html = next(given for tag, given in page.tags if tag == "html")
    assert html["lang"] == ("zh-CN" if language == "zh" else "en")
    assert any("default-src 'none'" in (given.get("content") or "") for tag, given in page.tags if tag == "meta")
    assert sum(tag == "section" for tag, _ in page.tags) == 2


def test_whatever_policies_registers_and_documents_say_is_escaped(pool: Pool) -> None:
    bad = HOSTILE.replace("\u202e\x1b[31m", "").replace('"', "'")
    rules = RULES.replace('"says what baths are good for"', f'"{bad}"').replace('"Closing"', f'"{bad}"')
    policy = pool(rules, _2_f={"summary": bad, "kind": bad, "locator": bad, "excused": {"omitted": bad}})
    coverage = with_text(pingan.coverage_of(policy), pingan.Source(HOSTILE, DOCUMENT + HOSTILE * 3))
    html = coverage_html([coverage], "en")
    page = _Page(html)
    assert "script" not in {tag for tag, _ in page.tags}
    assert bad in page.words
    assert "\x1b" not in html
    assert "\u202e" not in html
    text = coverage_text(coverage, "en", full=True)
    assert "\x1b" not in text
    assert "\u202e" not in text


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_exits_1_while_a_clause_is_missing(run: Run) -> None:
    result = run("pool.rules")
    assert (result.exit_code, "pool: 1 clause missing" in result.stderr) == (1, True)
    assert "87.5 %" in result.stdout
    assert run("pool.rules", "--fail-under", "87.5").exit_code == 0
    assert run("pool.rules", "--fail-under", "87.6").exit_code == 1


def test_strict_asks_for_all_the_rest(run: Run) -> None:
    result = run("pool.rules", "--strict", "--fail-under", "0")
    assert result.exit_code == 1
    assert "1 clause wrongly omitted" in result.stderr
    assert "3 clauses lacking a scenario" in result.stderr
    kinds = ("--kinds", "trigger-duty,", "--no-scenarios")
    assert "1 clause wrongly omitted" in run("pool.rules", "--strict", *kinds).stderr
    assert run("pool.rules", "--strict", "--fail-under", "0", "--kinds", "definition").exit_code == 0


def test_the_command_holds_the_register_against_a_document(run: Run, tmp_path: Path) -> None:
    assert "8 of 8 clauses found" in run("pool.rules", "--document", "document.txt").stdout
    (tmp_path / "other.txt").write_text(DOCUMENT.replace("禁止明火", "禁止用火"), "utf-8")
    result = run("pool.rules", "--document", "other.txt", "--fail-under", "0")
    assert (result.exit_code, "1 clause not where the register says" in result.stderr) == (1, True)
    (tmp_path / "more.txt").write_text(DOCUMENT.replace("二、管理", "应当每日清洁水池。\n二、管理"), "utf-8")
    more = ("pool.rules", "--document", "more.txt", "--fail-under", "0", "--kinds", "definition")
    assert run(*more).exit_code == 0
    assert "1 stretch of text with no clause" in run(*more, "--strict").stderr


def test_encodings_are_told_apart_by_an_option(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gbk.txt").write_bytes(DOCUMENT.encode("gb18030"))
    result = run("pool.rules", "--document", "gbk.txt")
    assert result.exit_code == 2
    assert "gbk.txt is not encoded as utf-8: see byte 0; is it GBK? (--encoding gb18030)" in result.stderr
    assert "8 of 8" in run("pool.rules", "--document", "gbk.txt", "--encoding", "gb18030").stdout
    (tmp_path / "bom.txt").write_bytes(DOCUMENT.encode("utf-8-sig"))
    assert "8 of 8" in run("pool.rules", "--document", "bom.txt").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nothing.rules",), "neither a file"),
        (("pool.rules", "--document", "absent.txt"), "absent.txt"),
        (("pool.rules", "--from", "一、"), "give --document FILE as well"),
        (("pool.rules", "--document", "document.txt", "--from", "附录"), "does not say `附录`"),
        (("pool.rules", "--document", "empty.txt"), "the document has no text"),
        (("bare.rules",), "no policy given has a register of clauses"),
        (("national", "jilin", "--no-scenarios", "--document", "document.txt"), "that of one policy"),
        (("pool.rules", "--fail-under", "101"), "--fail-under"),
    ],
)
def test_what_cannot_be_run_exits_2(run: Run, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    (tmp_path / "empty.txt").write_text(" \n", "utf-8")
    (tmp_path / "bare.rules").write_text("policy bare\n", "utf-8")
    result = run(*arguments)
    assert (result.exit_code, message in result.stderr) == (2, True)


def test_the_command_writes_each_form_to_a_file(run: Run, tmp_path: Path) -> None:
    for form, begins in (("text", "pool: Pools"), ("json", "{"), ("html", "<!DOCTYPE html>")):
        assert run("pool.rules", "--no-scenarios", "--format", form, "-o", f"out.{form}").exit_code == 1
        assert (tmp_path / f"out.{form}").read_text("utf-8").startswith(begins)
    assert "缺漏" in run("pool.rules", "--no-scenarios", "--language", "zh").stdout
