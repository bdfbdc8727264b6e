"""`pingan calendar`: what is due in a window, for people, programs and calendars."""

from __future__ import annotations

import json
from pathlib import Path

import icalendar
import pytest

from tests.cli.conftest import Run

DUTIES = """\
policy duties "值班" {
    zone "Asia/Shanghai"
}

fact drilled: date optional
fact closed_at: datetime optional
fact noticed_at: datetime
actor warden "堤防管理员"
action drill "演练"
action close_road "封路"

rule drills { then warden must drill every third of a month fulfilled when drilled in period }

rule closing {
    since noticed_at
    then warden must close_road within 2 hours fulfilled at closed_at
}
"""
WINDOW = ("--from", "2016-06-01", "--to", "2016-06-30")
GIVEN = {"drilled": "2016-06-05", "noticed_at": "2016-06-12T10:00+08:00", "closed_at": None}


@pytest.fixture(autouse=True)
def duties(folder: Path) -> None:
    (folder / "duties.rules").write_text(DUTIES, "utf-8")
    (folder / "given.json").write_text(json.dumps(GIVEN), "utf-8")


def test_conditions_without_facts_and_states_with_them(run: Run) -> None:
    result = run("calendar", "duties.rules", *WINDOW)
    assert result.exit_code == 0, result.stderr
    assert "2016-06-10 Fri  warden must drill every third of a month [2016-06-01 to 2016-06-10]" in result.stdout
    assert "counts from noticed_at" in result.stdout
    known = run("calendar", "duties.rules", *WINDOW, "--facts", "given.json", "--as-of", "2016-06-15")
    assert "by 2016-06-12 12:00  warden must close_road within 2 hours\n    breached" in known.stdout
    assert "2016-06-10 Fri" in known.stdout
    assert "fulfilled" in known.stdout


def test_the_answer_in_chinese(run: Run) -> None:
    result = run("calendar", "duties.rules", *WINDOW, "--language", "zh")
    assert "2016年6月30日（周四）　堤防管理员 应当 每 旬 演练（2016年6月21日至2016年6月30日）" in result.stdout


def test_data_for_programs(run: Run) -> None:
    result = run(
        "calendar", "duties.rules", *WINDOW, "--format", "json", "--facts", "given.json", "--as-of", "2016-06-15"
    )
    found = json.loads(result.stdout)
    assert (found["start"], found["end"], found["has_facts"]) == ("2016-06-01", "2016-06-30", True)
    assert [(e["rule"], e["state"]) for e in found["entries"]] == [
        ("drills", "fulfilled"),
        ("closing", "breached"),
        ("drills", "pending"),
        ("drills", "pending"),
    ]


def test_a_file_for_calendars_is_the_same_each_time(run: Run, folder: Path) -> None:
    arguments = (
        "calendar",
        "duties.rules",
        *WINDOW,
        "--format",
        "ics",
        "--facts",
        "given.json",
        "--as-of",
        "2016-06-15",
    )
    piped = run(*arguments)
    assert run(*arguments, "-o", "duties.ics").exit_code == 0
    content = (folder / "duties.ics").read_bytes()
    assert piped.stdout_bytes == content
    assert content.count(b"\r\n") == content.count(b"\n")
    assert len(icalendar.Calendar.from_ical(content).walk("VEVENT")) == 4
    other = run(*arguments, "--domain", "hospital-a.example").stdout_bytes
    assert other.count(b"@hospital-a.example") == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--from", "2016-06-01"), "Missing option"),
        (("--from", "2016-06", "--to", "2016-06-30"), "`2016-06` is no instant"),
        (("--from", "2016-06-01T10:00", "--to", "2016-06-30"), "leave out the time"),
        (("--from", "2016-07-01", "--to", "2016-06-30"), "before it begins"),
    ],
)
def test_a_window_that_is_none_could_not_be_run(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run("calendar", "duties.rules", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
