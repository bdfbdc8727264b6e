"""What the printer leaves to the author: blank lines, short declarations on one line, where long ones break."""

from __future__ import annotations

import pytest

from pingan.syntax.printing.layout import WIDTH, columns
from pingan.syntax.to_text import print_module
from tests.tree.parsing import parsed


def formatted(text: str, dialect: str | None = None) -> str:
    """*text* in form; being in form, it must stay as it is."""
    module = parsed(text)
    result = print_module(module, dialect)
    again = parsed(result)
    assert again == module
    assert print_module(again) == result
    assert len(again.comments) == len(module.comments)
    return result


IN_FORM = """\
# Of the file.

policy p "P" {
    document "d"  # beside

    # The vocabularies.
    uses a, b
    uses c  # apart

    omits "1" "nothing to test"

    # Part two.

    omits "2" "nothing to test"
    # Last.
}

enum Size "大小" ordered { small, large }

enum Place {  # where
    inside "内", outside "外",

    # Far.
    elsewhere "别处",
}

record Note { at: datetime  key: text key }

record Person "人" {
    name: text

    # What was done.
    acts: set of Act

    age: integer >= 0  # in years
}

parameter limit: decimal >= 0
set limit = 3

actor x
actor y

define far: boolean { is place = elsewhere }

define size: Size {
    cite "1"
    cite "2"  # the second

    is small when n < limit

    is large otherwise
}

interpretation reading {
    question "Which?"

    readings {
        one "其一",
        two "其二"
    }
    default one
}

rule r {
    cite "1"

    for each p in people
    when p.far
        and p.late

    # Not then.
    unless p.done
    then x must act
             fulfilled at p.acted_at,

         # The other.
         y must act fulfilled when p.done

    note "a remark"
}

scenario "s" {
    given people = {
        { name: "A", age: at least 3 },
        {
            name: "B"
        }
    }

    as of 2016-01-01

    expect far = false
}
"""


@pytest.mark.parametrize("dialect", ["en", "zh"])
def test_what_an_author_laid_out_stays(dialect: str) -> None:
    text = print_module(parsed(IN_FORM), dialect)
    assert formatted(text) == text
    assert formatted(text, "en") == IN_FORM


def test_many_blank_lines_become_one_and_none_stands_behind_or_before_a_brace() -> None:
    assert formatted('policy p {\n\n\n  document "d"\n\n\n\n  zone "UTC"\n\n}\n\n\nactor a') == (
        'policy p {\n    document "d"\n\n    zone "UTC"\n}\n\nactor a\n'
    )


def test_a_blank_line_moves_with_the_item_it_stands_above() -> None:
    text = 'policy p\nrule r {\n then a must b\n\n note "n"\n\n when c\n\n cite "1"\n}'
    assert formatted(text) == (
        'policy p\n\nrule r {\n    cite "1"\n\n    when c\n    then a must b\n\n    note "n"\n}\n'
    )


def test_comments_stay_with_items_that_have_no_node_of_their_own() -> None:
    text = 'policy p\ninterpretation i {\n # r\n readings { a }\n # q\n question "?" # beside q\n}'
    assert formatted(text) == (
        'policy p\n\ninterpretation i {\n    # q\n    question "?"  # beside q\n    # r\n    readings { a }\n}\n'
    )


def test_one_line_declarations_that_do_not_fit_are_filled() -> None:
    members = ", ".join(f'member_{n} "成员"' for n in range(30))
    text = formatted(f"policy p\nenum E {{ {members} }}")
    lines = text.splitlines()[2:]
    assert lines[0] == "enum E {"
    assert all(columns(line) <= WIDTH for line in lines)
    assert len(lines) < 9


def test_rules_and_scenarios_always_stand_in_lines() -> None:
    assert formatted('policy p rule r { when a then b must c } scenario "s" { expect a = b }') == (
        'policy p\n\nrule r {\n    when a\n    then b must c\n}\n\nscenario "s" {\n    expect a = b\n}\n'
    )


def test_declarations_with_nothing_in_their_braces() -> None:
    assert formatted("policy p { } record R {\n\n}") == "policy p\n\nrecord R {}\n"


def test_a_consequence_stands_on_a_line_of_its_own() -> None:
    assert formatted("policy p rule r { then a must b within 2 days otherwise c must d }") == (
        "policy p\n\nrule r {\n    then a must b within 2 days\n             otherwise c must d\n}\n"
    )


def test_long_chinese_lines_break_between_words() -> None:
    conditions = " 且 ".join(f"用户.检查结果之第{n}项 含任一 {{漏气、胶管老化}}" for n in range(4))
    text = formatted(f"政策 甲 规则 乙 {{ 当 {conditions} 时 则 企业 应当 于 2 小时 内 通知（对象：用户） }}")
    assert text.splitlines()[3:8] == [
        "    当 用户.检查结果之第0项 含任一 {漏气、胶管老化}",
        "        且 用户.检查结果之第1项 含任一 {漏气、胶管老化}",
        "        且 用户.检查结果之第2项 含任一 {漏气、胶管老化}",
        "        且 用户.检查结果之第3项 含任一 {漏气、胶管老化} 时",
        "    则 企业 应当 于 2 小时 内 通知（对象：用户）",
    ]
