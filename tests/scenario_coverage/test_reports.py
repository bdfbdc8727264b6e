"""Reports: text, data that fits its schema, a page whole in itself, and a tracefile that adds up."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import pingan
from pingan.cli import cli, scenario_coverage
from pingan.scenario_coverage import MEASURES, ScenarioCoverage, scenario_coverage_of
from pingan.scenario_coverage.forms import FORMS, written
from pingan.scenario_coverage.marks import marked_lines
from pingan.scenario_coverage.to_dict import scenario_coverage_data, schema
from pingan.scenario_coverage.to_html import scenario_coverage_html
from pingan.scenario_coverage.to_lcov import scenario_coverage_lcov
from pingan.scenario_coverage.to_text import scenario_coverage_text
from pingan.scenario_coverage.words import Words
from tests.scenario_coverage.samples import HEAD, scenario

TEXT = "\n".join(
    [
        HEAD,
        "define risky: boolean { is depth >= 3 or children }",
        'rule closing "Closing <b>" {\n    when risky\n    unless watched\n    then keeper must close_pool\n}',
        "rule calling { when drill then guard must call }",
        scenario("deep", "depth = 4; children = false; watched = false", "closing applies"),
        scenario("watched", "depth = 4; children = false; watched = true", "closing none"),
        scenario("shallow", "depth = 1; children = false; watched = false", "closing none"),
    ]
)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("coverage") / "pool.rules"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def coverage(pool: Path) -> ScenarioCoverage:
    return scenario_coverage_of(pingan.load(str(pool)))


def test_the_text_says_where_what_and_which_way(coverage: ScenarioCoverage) -> None:
    text = scenario_coverage_text(coverage, "en")
    assert re.search(r"pool +3 +- +1/2 50\.0 % +3/5 60\.0 % +3/5 60\.0 %", text)
    assert "line 13  case 1: children\n        never true" in text
    assert "rule calling: never looked at" in text
    assert "closing" not in text.split("Wanting")[1]  # nothing is wanting of it


def test_in_chinese_all_of_it_is_chinese(coverage: ScenarioCoverage) -> None:
    text = scenario_coverage_text(coverage, "zh")
    assert "情景3个" in text and "从未为真" in text and "never" not in text


def test_the_data_fits_its_schema_and_says_the_same(coverage: ScenarioCoverage, pool: Path) -> None:
    Draft202012Validator.check_schema(schema())
    data = scenario_coverage_data(coverage, root=pool.parent)
    assert not list(Draft202012Validator(schema()).iter_errors(data))
    assert json.loads(json.dumps(data)) == data
    (policy,) = data["policies"]
    assert policy["file"] == "pool.rules"
    assert policy["total"]["mcdc"] == {"covered": 3, "number": 5, "percent": "60"}
    found = {c["text"]: c for d in policy["declarations"] for c in d["conditions"]}
    assert found["children"]["seen"] == ["false"] and not found["children"]["shown"]
    assert found["depth ≥ 3"]["place"] == {"file": "pool.rules", "line": 13, "column": 28}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.marks: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.code = ""
        self._in: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._in.append(tag)
        given = dict(attrs)
        if tag == "mark" and "title" in given:
            self.marks.append((given["class"] or "", given["title"] or ""))
        assert not {"src", "onclick", "onload"} & given.keys()
        assert tag != "a" or (given["href"] or "").startswith("#")

    def handle_endtag(self, tag: str) -> None:
        self._in.pop()
        if tag == "li" and "ol" in self._in:
            self.code += "\n"

    def handle_data(self, data: str) -> None:
        if "code" in self._in:
            self.code += data


def test_the_page_is_whole_in_itself_and_has_the_policy_as_written(coverage: ScenarioCoverage) -> None:
    html = scenario_coverage_html(coverage, "en")
    page = _Page()
    page.feed(html.replace('<meta charset="utf-8">', "").replace("<!DOCTYPE html>", ""))
    assert not {"script", "link", "img", "iframe"} & page.tags
    assert page.code == TEXT
    assert ("covered", "when: risky: shown to matter") in page.marks
    assert ("partly", "case 1: children: never true") in page.marks
    assert ("uncovered", "when: drill: never looked at") in page.marks
    assert "Closing &lt;b&gt;" in html and "<b>" not in html


def test_pieces_of_lines_are_the_text(coverage: ScenarioCoverage) -> None:
    (policy,) = coverage.policies
    lines = list(marked_lines(policy, Words("en")))
    assert "".join("".join(p.text for p in line.pieces) + "\n" for line in lines) == TEXT
    by_text = {"".join(p.text for p in line.pieces).strip(): line.standing for line in lines}
    assert by_text["when risky"] == "covered"
    assert by_text["rule calling { when drill then guard must call }"] == "uncovered"
    assert by_text['actor keeper "管理员"'] is None


def test_the_tracefile_adds_up(coverage: ScenarioCoverage, pool: Path) -> None:
    lines = scenario_coverage_lcov(coverage, root=pool.parent).splitlines()
    assert lines[:2] == ["TN:scenarios", "SF:pool.rules"] and lines[-1] == "end_of_record"

    def counted(record: str) -> list[str]:
        return [line for line in lines if line.startswith(f"{record}:")]

    def number(record: str) -> int:
        return int(counted(record)[0].partition(":")[2])

    assert number("FNF") == len(counted("FN")) == 2 and number("FNH") == 1
    assert number("BRF") == len(counted("BRDA")) == 10
    assert number("BRH") == sum(line.endswith(",1") for line in counted("BRDA")) == 7
    assert number("LF") == len(counted("DA")) and number("LH") == sum(d.endswith(",1") for d in counted("DA"))
    assert number("MCF") == len(counted("MCDC")) == 10
    pattern = re.compile(r"MCDC:(\d+),(\d+),([tf]),([01]),(\d+),(.+)")
    records = [pattern.fullmatch(line) for line in counted("MCDC")]
    assert all(m is not None and int(m[5]) < int(m[2]) for m in records)
    assert number("MCH") == sum(m is not None and m[4] == "1" for m in records)
    assert "MCDC:13,2,f,0,1,children" not in lines and "MCDC:13,2,f,1,1,children" in lines
    assert "MCDC:13,2,t,0,1,children" in lines


@pytest.mark.parametrize("measure", MEASURES)
def test_fail_under_is_exact(pool: Path, measure: str) -> None:
    shares = {"clause": "100", "rule": "50", "condition": "60", "mcdc": "60"}
    arguments = ["test", str(pool), "--measure", measure, "--fail-under"]
    assert CliRunner().invoke(cli, [*arguments, shares[measure]]).exit_code == 0
    if measure != "clause":
        over = CliRunner().invoke(cli, [*arguments, f"{shares[measure]}.001"])
        assert over.exit_code == 1 and "not" in over.output


def test_reports_go_where_they_are_asked_to(pool: Path, tmp_path: Path) -> None:
    written = {form: tmp_path / form for form in ("json", "html", "lcov", "text")}
    options = [part for form, path in written.items() for part in ("--coverage-report", f"{form}:{path}")]
    done = CliRunner().invoke(cli, ["test", str(pool), *options])
    assert done.exit_code == 0 and "POLICY" in done.output and "Wanting" not in done.output
    assert json.loads(written["json"].read_text(encoding="utf-8"))["scenarios"] == 3
    assert written["html"].read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert written["lcov"].read_text(encoding="utf-8").startswith("TN:")
    assert "Wanting" in written["text"].read_text(encoding="utf-8")
    assert "Wanting" in CliRunner().invoke(cli, ["test", str(pool), "--coverage"]).output
    assert CliRunner().invoke(cli, ["test", str(pool), "--coverage-report", "xml"]).exit_code == 2


def test_what_failed_shows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "pool.rules"
    path.write_text(TEXT.replace("expect closing applies", "expect closing none"), encoding="utf-8")
    coverage = scenario_coverage_of(pingan.load(str(path)))
    assert len(coverage.failed) == 1 and coverage.scenarios == 3
    assert not any(c.shown for policy in coverage.policies for c in policy.conditions)
    assert "of which 1 failed" in scenario_coverage_text(coverage, "en")


def test_the_command_offers_what_there_is() -> None:
    assert scenario_coverage.FORMS == FORMS
    assert tuple(scenario_coverage.NAMES) == MEASURES
    with pytest.raises(ValueError, match="no report in the form 'xml'"):
        written(ScenarioCoverage(()), "xml", "en")


def test_a_rule_seen_neither_way_is_not_said_to_apply_always(tmp_path: Path) -> None:
    path = tmp_path / "pool.rules"
    path.write_text(HEAD + "rule calling { when drill then guard must call }\n", encoding="utf-8")
    asked = scenario("open", "depth = 1", "undetermined calling because drill")
    path.write_text(path.read_text(encoding="utf-8") + asked, encoding="utf-8")
    coverage = scenario_coverage_of(pingan.load(str(path)))
    assert "rule calling: neither seen to apply nor not to\n" in scenario_coverage_text(coverage, "en")
    assert "规则：calling：既未见适用，也未见不适用\n" in scenario_coverage_text(coverage, "zh")
