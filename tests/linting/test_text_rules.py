"""Rules about the text: what they must find, and what they must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pingan.linting.checked import checked
from pingan.linting.configuration import Configuration
from pingan.source import Source

HEAD = 'policy flood {\n    zone "Asia/Shanghai"\n}\n\n'
BINDS = "then warden must close_road"


def found(text: str, code: str, **options: object) -> list[str]:
    """What stands at the places of the findings of *code*."""
    chosen = Configuration(select=(code,), options={code: options})  # type: ignore[dict-item]
    run = checked(Source("flood.rules", text), configuration=chosen)
    assert not run.has_errors, run.diagnostics
    return [d.span.text if d.span else "" for d in run.diagnostics]


USED = f"""{HEAD}
enum Water {{ river, sea }}
record Boat {{ name: text key  length: integer }}
fact kind: Water
fact boats: list of Boat
fact depth: integer
fact by_hand: judgement by warden
actor warden
actor deputy is warden
action close_road
parameter grace: duration
interpretation bank {{ readings {{ dike, line }} default dike }}
define deep: boolean {{ is depth >= 30 }}
rule close {{
    when deep and bank = dike and kind = river and by_hand and any(boat in boats: boat.length > 3)
    {BINDS} within grace
}}
rule other {{ then deputy must close_road }}
"""


@pytest.mark.parametrize("code", ["actor", "action", "definition", "fact", "interpretation", "parameter", "type"])
def test_what_is_mentioned_is_used(code: str) -> None:
    assert found(USED, f"unused-{code}") == []


@pytest.mark.parametrize(
    ("code", "declared", "name"),
    [
        ("actor", "actor nobody", "nobody"),
        ("action", "action nothing", "nothing"),
        ("definition", "define idle: boolean { is depth >= 3 }", "idle"),
        ("fact", "fact idle: integer", "idle"),
        ("interpretation", "interpretation idle { readings { a, b } default a }\nset idle = b", "idle"),
        ("parameter", "parameter idle: integer\nset idle = 3", "idle"),
        ("type", "enum Idle { a, b }", "Idle"),
        ("type", "record Idle { name: text }", "Idle"),
    ],
)
def test_what_is_only_declared_or_set_is_not(code: str, declared: str, name: str) -> None:
    assert found(f"{USED}\n{declared}\n", f"unused-{code}") == [name]


def test_a_definition_that_a_scenario_expects_is_used() -> None:
    scenario = 'define idle: boolean { is depth >= 3 }\nscenario "s" { given depth = 4 expect idle = true }\n'
    assert found(f"{USED}\n{scenario}", "unused-definition") == []


def test_what_is_mentioned_by_its_label_is_used() -> None:
    text = """政策 p { 时区 “Asia/Shanghai” }
事实 depth “水深”：整数
枚举 Water “水体” { river “江”、sea “海” }
事实 kind “种类”：水体
主体 warden “看守”
行动 close “封路”
定义 deep “水深过大”：真假 { 为 水深 ≥ 30 }
规则 甲 { 当 水深过大 且 种类 = 江 时 则 看守 应当 封路 }
"""
    run = checked(Source("p.rules", text), configuration=Configuration(select=("unused",)))
    assert run.diagnostics == ()


def test_nothing_of_a_vocabulary_is_unused() -> None:
    text = "vocabulary water\nenum Kind { a, b }\nfact x: integer\nactor w\naction c\n"
    assert [
        d.code
        for d in checked(Source("water.rules", text), configuration=Configuration(select=("unused",))).diagnostics
    ] == []


def test_a_vocabulary_is_used_through_another_one(tmp_path: Path) -> None:
    (tmp_path / "a.rules").write_text("vocabulary a { uses b }\nfact x: integer\n", "utf-8")
    (tmp_path / "b.rules").write_text(
        "vocabulary b\nfact y: integer\nenum Kind { river, sea }\nfact z: Kind\n", "utf-8"
    )
    (tmp_path / "c.rules").write_text("vocabulary c\nfact w: integer\n", "utf-8")
    end = f"\nactor warden\naction close_road\nrule r {{ when y > 3 {BINDS} }}\n"

    def unused(uses: str, rule: str = end) -> list[str]:
        (tmp_path / "flood.rules").write_text(
            f'policy flood {{\n    zone "Asia/Shanghai"\n    {uses}\n}}\n{rule}', "utf-8"
        )
        run = checked(tmp_path / "flood.rules", configuration=Configuration(select=("unused-import",)))
        assert not run.has_errors, run.diagnostics
        return [d.span.text if d.span else "" for d in run.diagnostics]

    assert unused("uses a") == []  # it brings `y`
    assert unused("uses a, b") == ["a"]
    assert unused("uses b, c") == ["c"]
    assert unused("uses b\n    uses c") == ["c"]
    # A label that could be a name is one.
    (tmp_path / "c.rules").write_text('vocabulary c\nfact w "水位": integer\n', "utf-8")
    assert unused("uses c", f"\nactor warden\naction close_road\nrule r {{ when 水位 > 3 {BINDS} }}\n") == []
    # A member is enough, and so is a given of a scenario.
    assert unused("uses b", end.replace("y > 3", "z = river")) == []
    assert unused("uses b, c", end + 'scenario "s" { given w = 3 expect r none }\n') == []


@pytest.mark.parametrize(
    ("declared", "places"),
    [
        ('fact a "the water"\n: integer\nfact b "the water": integer', ['"the water"']),
        ('fact a "the water": integer\nfact b "the  water ": integer', ['"the  water "']),
        ('fact a "a": integer\nfact b "water": integer', []),
        ('fact a "the water": integer\nactor b "the water"', []),
        ('fact over_30 "more than 20": integer', ['"more than 20"']),
        ('fact over_30 "more than 30": integer', []),
        ('fact over_30 "more than 3 in 10": integer', []),
        ('fact over_0_5 "more than 0.5": integer', []),
        ("fact a: integer\nfact b: integer", []),
    ],
)
def test_labels_that_mislead(declared: str, places: list[str]) -> None:
    assert found(f"vocabulary flood\n{declared}\n", "misleading-label") == places


def test_fields_and_members_are_told_from_those_beside_them() -> None:
    text = 'vocabulary v\nrecord R { a "an x": integer  b "a y": integer }\n'
    text += 'record S { a "an x": integer  c "an x": integer }\n'
    assert found(text, "misleading-label") == ['"an x"']


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("词汇 v\n事实 a：integer\n事实 b：整数\n", ["integer"]),
        ("vocabulary v\nfact a: 整数\nfact b: text\n", ["整数"]),
        ("政策 p { 时区 “Asia/Shanghai” }\n事实 a：整数\n定义 b：整数 { 为 max(a, 3) }\n", ["max"]),
        ("vocabulary v\nfact 水深: integer\n", []),
    ],
)
def test_words_of_two_dialects(text: str, words: list[str]) -> None:
    assert found(text, "mixed-dialects") == words


def test_a_project_may_choose_its_dialect() -> None:
    assert found("词汇 v\n", "mixed-dialects", dialects=("en",)) == ["v"]
    assert found("词汇 v\n", "mixed-dialects", dialects=("en", "zh")) == []


def test_lines_are_measured_in_columns() -> None:
    han = "# " + "汉" * 60  # 122 columns
    assert found(f"vocabulary v\n{han}\n", "line-too-long") == ["汉"]
    assert found(f"vocabulary v\n# {'a' * 118}\n", "line-too-long") == []
    assert found(f"vocabulary v\n# {'a' * 119}\r\n", "line-too-long") == ["a"]
    assert found("vocabulary v\n# a long line it is\n", "line-too-long", columns=20) == []
    assert len(found("vocabulary v\n# a long line it is indeed\n", "line-too-long", columns=20)) == 1


def test_what_is_still_to_be_done() -> None:
    text = "vocabulary v\n# TODO: ask\n# TODOS are no such word\n# 待办：问一问\nfact a: text # FIXME\n"
    assert found(text, "todo-comment") == ["TODO", "待办", "FIXME"]
    assert found(text, "todo-comment", words=("ask",)) == ["ask"]
    assert found(text, "todo-comment", words=()) == []
    assert found(text, "todo-comment", words=("(", " ")) == []


def test_labels_that_say_nothing() -> None:
    assert found(
        'vocabulary v "v"\nfact a "": integer\nfact b " b": integer\nfact c "c": integer\n', "empty-label"
    ) == ["a", '" b"']


def test_the_order_of_vocabularies(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.rules").write_text(f"vocabulary {name}\n", "utf-8")
    for uses, count in (("uses a, b", 0), ("uses b, a", 1), ("uses a\n    uses b", 0), ("uses a", 0)):
        (tmp_path / "flood.rules").write_text(f'policy flood {{\n    zone "Asia/Shanghai"\n    {uses}\n}}\n', "utf-8")
        run = checked(tmp_path / "flood.rules", configuration=Configuration(select=("unsorted-imports",)))
        assert [d.code for d in run.diagnostics] == ["unsorted-imports"] * count


def test_form() -> None:
    text = f"{HEAD}fact a: integer\n"
    assert found(text, "not-in-form") == []
    assert found(text.replace("    zone", "  zone"), "not-in-form") == ['  zone "Asia/Shanghai"']
    assert found(f"{text}\n\n", "not-in-form") == [""]
