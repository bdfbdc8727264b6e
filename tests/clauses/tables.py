"""Drawn tables over a small vocabulary: every kind of cell, output and hit policy."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

VOCABULARY = """policy drawn

enum Level { primary, secondary, tertiary }
enum Alarm ordered { none, yellow, red }
enum Sign { seepage, crack, boil }
record Hospital is actor { level: Level  beds: integer >= 0 and <= 12  opened_on: date optional }
fact hospital: Hospital
fact signs: set of Sign
fact warned: boolean
fact delay: duration
actor warden
action patrol
action tell (about: Level)
"""

COLUMNS: dict[str, st.SearchStrategy[str]] = {
    "hospital.level": st.sampled_from(
        ["-", "primary", "not tertiary", "{primary, secondary}", "not {primary}", "{secondary}", "!= primary"]
    ),
    "hospital.beds": st.sampled_from(
        ["-", ">= 3", "< 3", ">= 3 and < 5", "5", "{1, 2, 12}", "not >= 5", "not 12", "2 * 3", "<= 12", "!= 4"]
    ),
    "hospital.opened_on": st.sampled_from(
        [
            "-",
            "absent",
            "not absent",
            "< 2016-01-05",
            "from 2016-01-01 until 2016-12-31",
            "not 2016-01-05",
            "!= 2016-01-05",
        ]
    ),
    "signs": st.sampled_from(
        ["-", "has boil", "has any of {crack, boil}", "has all of {crack, boil}", "not has crack"]
    ),
    "warned": st.sampled_from(["-", "true", "false", "not true"]),
    "delay": st.sampled_from(["-", "> 2 hours", "<= 90 minutes"]),
    'when "in all"': st.sampled_from(["-", "warned or signs has boil", "hospital.beds > 3 and warned", "not warned"]),
}
ALARMS = st.sampled_from(["none", "yellow", "red"])
VALUES: dict[str, st.SearchStrategy[str]] = {
    "alarm: Alarm": ALARMS,
    'number "How many": integer': st.sampled_from(["1", "-2", "hospital.beds + 1", "-"]),
    "part: decimal": st.sampled_from(["70%", "0.5", "3‰"]),
    "length: duration": st.sampled_from(["2 hours", "30 days"]),
}
NORMS = st.sampled_from(
    [
        "-",
        "then warden must patrol within 2 hours",
        "then hospital should tell(about: hospital.level), warden may at its discretion patrol",
        "then warden must patrol fulfilled when warned otherwise hospital must patrol",
        "then hospital must not patrol",
    ]
)
REMARKS = st.sampled_from(
    ["", "", "", ' cite "2-a"', ' cite "2-a", "2-b" note "a  note"', ' note "= 3" note "“wide” |"']
)
HEADS = ["when warned", "unless signs has crack", 'cite "1-a"', 'note "of the whole"']


@st.composite
def tables(draw: Any, hits: tuple[str, ...] = ("", "unique", "first", "any", "priority", "collect", "norms")) -> str:
    """The text of a table that is right."""
    hit = draw(st.sampled_from(hits))
    headings = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=4, unique=True))
    if hit == "norms":
        outputs: list[tuple[str, st.SearchStrategy[str]]] = [('then "what"', NORMS)]
        hit = draw(st.sampled_from(["", "hit first", "hit any", "hit collect"]))
    elif hit == "priority":
        outputs, hit = (
            [("alarm: Alarm", ALARMS)],
            draw(st.sampled_from(["hit priority", "hit priority {red, none, yellow}"])),
        )
    elif hit == "collect":
        kind = draw(st.sampled_from(["sum", "min", "max", "count", ""]))
        cells = st.sampled_from(["1", "2", "-"]) if kind else st.sampled_from(["boil", "{crack, boil}", "-"])
        outputs = [("found: integer" if kind else "found: set of Sign", cells)]
        hit = f"hit collect {kind}"
    else:
        names = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=2, unique=True))
        outputs, hit = [(name, VALUES[name]) for name in names], f"hit {hit}" if hit else ""
    head = draw(st.lists(st.sampled_from(HEADS), unique=True, max_size=3))
    lines = ['table drawn_table "Drawn" {', *head, *([hit] if hit else [])]
    lines.append("| " + " | ".join([*headings, *(name for name, _ in outputs)]) + " |")
    for _ in range(draw(st.integers(1, 5))):
        row = [draw(COLUMNS[c]) for c in headings] + [draw(cell) for _, cell in outputs]
        lines.append("| " + " | ".join(row) + " |" + draw(REMARKS))
    if "then" in lines[-1] or draw(st.booleans()):
        last = ["then warden must patrol" if "then" in name else draw(cell) for name, cell in outputs]
        lines.append("otherwise | " + " | ".join(last) + " |" + draw(REMARKS))
    elif outputs[0][0].startswith("then"):
        row = ["-"] * len(headings) + ["then warden must patrol"]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join([*lines, "}"])
