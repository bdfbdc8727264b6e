"""What authors allow in their text: where it stands, what it covers, and what it must not hide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pingan
from pingan.linting.allowing import allowances_of
from pingan.linting.checked import Checked, checked, merged
from pingan.linting.configuration import Configuration
from pingan.source import Source

HEAD = 'policy flood {\n    zone "Asia/Shanghai"\n}\n\n'


def look(text: str, *select: str) -> Checked:
    chosen = Configuration(select=select) if select else Configuration()
    return checked(Source("flood.rules", text), configuration=chosen)


def codes(found: Checked) -> list[str]:
    return [d.code for d in found.diagnostics]


@pytest.mark.parametrize(
    "comment",
    [
        "# pingan: allow unused-parameter",
        "# pingan: allow unused-parameter — the application reads it",
        "# pingan: allow unused-parameter -- the application reads it",
        "# pingan: allow unused-parameter: the application reads it",
        "# pingan: allow unused-parameter (the application reads it)",
        "# pingan: allow no-citation, unused-parameter",
        "# pingan: allow no-citation unused-parameter",
        "#pingan:allow unused-parameter",
        "# Pingan: Allow unused-parameter",
        "# pingan：allow unused-parameter",
        "# pingan: 允许 unused-parameter",
        "# pingan：允许 unused-parameter",
        "# pingan：允许：unused-parameter",
        "# pingan：允许 no-citation，unused-parameter —— 由应用读取",
        "# pingan：允许 no-citation、unused-parameter（由应用读取）",
        "＃ pingan：允许 unused-parameter",
        "# pingan：允许unused-parameter——由应用读取",
    ],
)
@pytest.mark.parametrize("place", ["above", "beside"])
def test_a_comment_allows(comment: str, place: str) -> None:
    line = "parameter grace: integer"
    written = f"{comment}\n{line}\n" if place == "above" else f"{line}  {comment}\n"
    found = look(HEAD + written, "unused", "no-citation")
    assert codes(found) == []
    assert [d.code for d in found.allowed] == ["unused-parameter"]


@pytest.mark.parametrize(
    "comment",
    [
        "# allow unused-parameter",
        "# pingan allow unused-parameter",
        "# pingan: allow unused-fact",
        "# pingan: allow — unused-parameter",
        "# pingan: allow all",
        "# pingan: allow unused",
        "# pingan: forbid unused-parameter",
    ],
)
def test_a_comment_that_does_not_allow_it(comment: str) -> None:
    assert codes(look(f"{HEAD}parameter grace: integer  {comment}\n", "unused-parameter")) == ["unused-parameter"]


def test_it_is_for_the_line_or_the_declaration_and_nothing_else() -> None:
    text = (
        f"{HEAD}# pingan: allow unused-parameter\nparameter a: integer\nparameter b: integer\n"
        "\nparameter c: integer  # pingan: allow unused-parameter\nparameter d: integer\n"
    )
    found = look(text, "unused-parameter")
    assert [d.message.split("`")[1] for d in found.diagnostics] == ["b", "d"]


def test_above_a_declaration_it_covers_all_of_it() -> None:
    rule = "rule r {\n    when a = 1 or a = 2\n    then x must ensure b\n}\nfact a: integer\nfact b: boolean\nactor x\n"
    assert codes(look(HEAD + rule, "read-twice")) == ["read-twice"]
    assert codes(look(f"{HEAD}# pingan: allow read-twice\n{rule}", "read-twice")) == []
    assert codes(look(f"{HEAD}# pingan: allow read-twice\n\n# Why.\n{rule}", "read-twice")) == []
    inside = rule.replace("    when", "    # pingan: allow read-twice\n    when")
    assert codes(look(HEAD + inside, "read-twice")) == []
    elsewhere = rule.replace("    then", "    # pingan: allow read-twice\n    then")
    assert codes(look(HEAD + elsewhere, "read-twice")) == ["read-twice"]


def test_beside_the_end_of_an_item_it_covers_its_other_lines() -> None:
    rule = "rule r {\n    when a = 1\n        or a = 2  # pingan: allow read-twice\n    then x must ensure b\n}\n"
    declared = "fact a: integer\nfact b: boolean\nactor x\n"
    assert codes(look(HEAD + rule + declared, "read-twice")) == []


@pytest.mark.parametrize("word", ["allow-file", "允许全文"])
def test_for_the_whole_file_it_stands_near_the_top(word: str) -> None:
    comment = f"# pingan: {word} unused-parameter\n"
    declared = "parameter a: integer\nparameter b: integer\n"
    assert codes(look(comment + HEAD + declared)) == []
    assert codes(look(HEAD + comment + declared)) == []
    assert codes(look(HEAD.replace("    zone", f"    {comment}    zone") + declared)) == []
    assert codes(look(HEAD + "fact c: integer\n" + comment + declared, "bad-allow")) == ["bad-allow"]


def test_what_allows_nothing_is_reported_and_can_be_taken_away() -> None:
    text = f"{HEAD}# pingan: allow unused-fact\nparameter a: integer  # pingan: allow unused-parameter, no-citation\n"
    found = look(text)
    assert [(d.code, d.span.text if d.span else "") for d in found.diagnostics] == [
        ("unused-allow", "unused-fact"),
        ("unused-allow", "no-citation"),
    ]
    # A rule that does not run may have something to say another time.
    assert codes(look(text, "unused-parameter", "unused-allow")) == []


def test_one_can_be_allowed_to_be_idle() -> None:
    text = f"{HEAD}# pingan: allow unused-fact, unused-allow — until the new form is out\nparameter a: integer\n"
    assert codes(look(text, "unused-fact", "unused-allow")) == []


def test_an_error_cannot_be_allowed() -> None:
    rule = "rule r { when nowhere then x must ensure b }  # pingan: allow unknown-name"
    text = f"{HEAD}actor x\nfact b: boolean\n{rule}\n"
    assert codes(look(text)) == ["unknown-name"]
    sound = look(f"{HEAD}fact a: integer  # pingan: allow unknown-name\n", "bad-allow")
    assert [d.message for d in sound.diagnostics] == ["`unknown-name` is an error: nobody can allow it"]


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# pingan: alow unused-fact", "`alow` is nothing that a comment can ask of pingan"),
        ("# pingan:", "`` is nothing that a comment can ask of pingan"),
        ("# pingan: allow", "this allows nothing: no code is named"),
        ("# pingan: allow — because", "this allows nothing: no code is named"),
        ("# pingan: allow unused-fcat", "there is no rule `unused-fcat`"),
        ("# pingan: allow unused-fact since nobody asks", "there is no rule `since`"),
    ],
)
def test_what_cannot_be_understood(comment: str, message: str) -> None:
    found = look(f"{HEAD}{comment}\nfact a: integer\n", "bad-allow")
    assert found.diagnostics[0].message == message


def test_text_and_labels_allow_nothing() -> None:
    text = f'{HEAD}parameter a "# pingan: allow unused-parameter": integer\n'
    assert codes(look(text, "unused-parameter")) == ["unused-parameter"]


def test_a_warning_is_allowed_in_a_text_with_errors_too() -> None:
    text = f"{HEAD}fact al: integer\nfact aI: integer\nactor x\nrule r {{ when nowhere then x must ensure al > 1 }}\n"
    assert codes(look(text)) == ["look-alike-names", "unknown-name"]
    allowed = text.replace("fact aI: integer", "fact aI: integer  # pingan: allow look-alike-names")
    assert codes(look(allowed)) == ["unknown-name"]


def test_the_parent_of_a_policy_allows_for_itself(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "parent.rules").write_text(
        'policy parent {\n    zone "Asia/Shanghai"\n}\n\nfact a: integer\n\nactor x\n\nfact b: boolean\n\n'
        "# pingan: allow read-twice — the two are two questions\n"
        "rule r {\n    when a = 1 or a = 2\n    then x must ensure b\n}\n",
        "utf-8",
    )
    (tmp_path / "child.rules").write_text('policy child {\n    zone "Asia/Shanghai"\n    extends parent\n}\n', "utf-8")
    assert codes(checked(tmp_path / "child.rules")) == []
    assert codes(checked(tmp_path / "parent.rules")) == []


def test_an_allowance_is_unused_if_no_run_uses_it() -> None:
    text = f"{HEAD}# pingan: allow unused-parameter\nparameter a: integer\n"
    used = look(text)
    unused = look(text.replace("allow unused-parameter", "allow unused-fact"))
    assert [d.code for d in merged([used, used])] == []
    assert "unused-allow" in [d.code for d in merged([used, unused])]


@given(
    st.lists(st.sampled_from(["unused-parameter", "no-citation", "nonsense", "允许"]), max_size=3),
    st.sampled_from(["", " — reason", "（理由）", " unexplained words"]),
    st.sampled_from(["allow", "允许", "allow-file", "允许全文", "", "allo"]),
    st.sampled_from([":", "：", " : "]),
)
def test_no_comment_breaks_anything(names: list[str], reason: str, word: str, colon: str) -> None:
    comment = f"# pingan{colon}{word} {', '.join(names)}{reason}"
    for text in (f"{comment}\n{HEAD}parameter a: integer", f"{HEAD}parameter a: integer {comment}", f"{HEAD}{comment}"):
        found = look(text)
        assert not found.has_errors
        for allowance in allowances_of(Source("flood.rules", text)):
            assert all(code.span.text == code.code for code in allowance.codes)


# --- `pingan fmt` leaves them where they belong ---------------------------------------------------------------------

LAID_OUT = [
    'policy flood {zone "Asia/Shanghai"}\nparameter a: integer # pingan: allow unused-parameter\n',
    'policy flood {zone "Asia/Shanghai"}\n# pingan: allow unused-parameter\n\nparameter a: integer\n',
    '# pingan: allow-file unused-parameter\npolicy flood {zone "Asia/Shanghai"}\nparameter a: integer\n',
    'policy flood { # pingan: allow-file unused-parameter\nzone "Asia/Shanghai"}\nparameter a: integer\n',
    'policy flood {zone "Asia/Shanghai"} fact b: boolean actor x fact a: text\n'
    'rule r {when a = "1" or a = "2" # pingan: allow read-twice\nthen x must ensure b}',
    'policy flood {zone "Asia/Shanghai"} fact b: boolean actor x fact a: text\n'
    'rule r { # pingan: allow no-citation\n# pingan: allow read-twice\nwhen a = "1" or a = "2" then x must ensure b}',
    'policy flood {zone "Asia/Shanghai"} fact b: boolean actor x fact a: text\n'
    'rule r { when a = "a text that is so long that the line it stands on has to be broken somewhere in its midst"'
    ' or a = "another text, as long as the first" # pingan: allow read-twice\n then x must ensure b}',
    "政策 flood {时区 “Asia/Shanghai”}\n参数 甲：整数 # pingan：允许 unused-parameter —— 由应用读取\n",
]


@pytest.mark.parametrize("text", LAID_OUT)
@pytest.mark.parametrize("dialect", [None, "en", "zh"])
def test_what_is_allowed_is_allowed_in_form(text: str, dialect: str | None) -> None:
    before = look(text)
    assert before.allowed, codes(before)
    after = look(pingan.format_text(text, dialect=dialect))
    assert [d.code for d in after.allowed] == [d.code for d in before.allowed]
    assert [d.code for d in after.diagnostics] == [d.code for d in before.diagnostics]


@pytest.mark.parametrize(
    ("comment", "message", "help"),
    [
        ("allow no-citation because the app reads it", "there is no rule `because`", "behind a dash"),
        ("allow unused", "`unused` is a group of rules, and a comment allows single ones", "`unused-parameter`"),
    ],
)
def test_a_misread_allowance_is_told_once_and_how_to_write_it(comment: str, message: str, help: str) -> None:
    (found,) = look(f"{HEAD}# pingan: {comment}\nactor warden\n", "bad-allow").diagnostics
    assert found.message == message
    assert help in (found.help or "")


def test_what_merely_begins_with_the_name_is_no_allowance() -> None:
    text = "# pingan allows much\n# pingan 允许放行\n# pingan: 允许\n# pingans: allow x\npolicy flood\n"
    assert [a.span.text for a in allowances_of(Source("flood.rules", text))] == ["# pingan: 允许"]


@pytest.mark.parametrize("comment", ["# pingan allow unused-actor", "# Pingan 允许 unused-actor —— 理由"])
def test_a_colon_that_was_forgotten_is_told(comment: str) -> None:
    found = look(f"{HEAD}actor warden  {comment}\n", "bad-allow", "unused-actor")
    assert sorted(codes(found)) == ["bad-allow", "unused-actor"]
    assert "colon" in next(d for d in found.diagnostics if d.code == "bad-allow").message
