"""What sets linting up: where it is found, what it says, and everything that is wrong with it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

import pingan
from pingan.diagnostics.diagnostic import Severity
from pingan.linting.checked import checked
from pingan.linting.configuration import DEFAULT, Configuration
from pingan.linting.known import GROUPS, KNOWN
from pingan.linting.reading import configuration_file, read_configuration
from pingan.linting.schema import configuration_schema, schema_text
from pingan.linting.table import LINTS
from tests.linting.schema import SCHEMA

GRACE = pingan.Source("flood.rules", "policy flood parameter grace: integer")


def read(folder: Path, text: str, name: str = "pingan.toml") -> Configuration:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_configuration(path)


def problems(folder: Path, text: str, name: str = "pingan.toml") -> list[tuple[str, str, str | None]]:
    """Place, message and help of everything that is wrong with *text*."""
    with pytest.raises(pingan.PolicyError) as caught:
        read(folder, text, name)
    assert {d.code for d in caught.value.diagnostics} == {"bad-configuration"}
    found = []
    for diagnostic in caught.value.diagnostics:
        span = diagnostic.span
        place = "" if span is None else ":".join(map(str, span.source.position(span.start)))
        found.append((place, diagnostic.message, diagnostic.help))
    return found


def test_by_default_a_rule_runs_that_is_on() -> None:
    assert [d.code for d in checked(GRACE).diagnostics] == ["unused-parameter"]
    assert {rule.code for rule in DEFAULT.lints()} == {code for code, rule in LINTS.items() if rule.is_on}
    assert {rule.code for rule in Configuration(select=("all",)).lints()} == {*LINTS}


@pytest.mark.parametrize(
    ("configuration", "runs"),
    [
        (Configuration(select=("unused",)), True),
        (Configuration(select=("no-citation",)), False),
        (Configuration(ignore=("unused-parameter",)), False),
        (Configuration(ignore=("unused",)), False),
        (Configuration(ignore=("all",)), False),
        (Configuration(select=("all",), ignore=("unused",)), False),
        (Configuration(select=("unused-parameter",), ignore=("unused",)), True),
        (Configuration(ignore=("unused",), extend_select=("unused-parameter",)), True),
        (Configuration(select=("style",), extend_select=("unused",)), True),
        (Configuration(select=("unused",), ignore=("unused",)), False),
        (Configuration(severities={"unused-parameter": None}), False),
        (Configuration(select=("unused-parameter",), severities={"unused-parameter": None}), False),
    ],
    ids=repr,
)
def test_what_names_a_rule_more_closely_counts(configuration: Configuration, runs: bool) -> None:
    assert configuration.runs("unused-parameter") is runs
    found = {d.code for d in checked(GRACE, configuration=configuration).diagnostics}
    assert ("unused-parameter" in found) is runs


def test_a_severity_runs_a_rule_that_is_off_and_makes_it_as_grave() -> None:
    assert not DEFAULT.runs("missing-label")
    found = checked(GRACE, configuration=Configuration(severities={"missing-label": Severity.ERROR}))
    assert {d.severity for d in found.diagnostics if d.code == "missing-label"} == {Severity.ERROR}
    assert found.has_errors
    assert not Configuration(select=("style",), severities={"missing-label": Severity.ERROR}).runs("missing-label")


def test_warnings_of_passes_are_set_up_like_rules() -> None:
    twice = pingan.Source(
        "f.rules",
        'policy f fact a: text fact b: boolean actor x rule r { when a = "1" or a = "2" then x must ensure b }',
    )
    assert "read-twice" in {d.code for d in checked(twice).diagnostics}
    assert "read-twice" not in {
        d.code for d in checked(twice, configuration=Configuration(ignore=("conditions",))).diagnostics
    }
    grave = checked(twice, configuration=Configuration(severities={"read-twice": Severity.ERROR}))
    assert [d.severity for d in grave.diagnostics if d.code == "read-twice"] == [Severity.ERROR]
    # Whoever loads the policy is told of it all the same.
    assert [d.code for d in pingan.load(twice).diagnostics] == ["read-twice"]


def test_errors_are_reported_whatever_is_selected() -> None:
    broken = pingan.Source("f.rules", "policy f rule r { when nowhere }")
    assert checked(broken, configuration=Configuration(select=(), ignore=("all",))).has_errors


def test_the_nearest_file_counts_and_our_own_before_the_shared_one(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    policy = inner / "flood.rules"
    policy.write_text("policy flood", "utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.pingan.lint]\nignore = ['unused']\n", "utf-8")
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname = 'pingan-not'\n", "utf-8")
    assert configuration_file(policy) == tmp_path / "pyproject.toml"
    assert read_configuration(tmp_path / "pyproject.toml").ignore == ("unused",)
    (tmp_path / "a" / "pingan.toml").write_text("[lint]\nselect = ['style']\n", "utf-8")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.pingan]\n", "utf-8")
    assert configuration_file(policy) == tmp_path / "a" / "pingan.toml"
    assert configuration_file(inner) == tmp_path / "a" / "pingan.toml"
    (tmp_path / "a" / "pingan.toml").unlink()
    assert configuration_file(policy) == tmp_path / "a" / "pyproject.toml"


def test_every_key(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """
        [lint]
        select = ["all"]
        ignore = ["style", "no-citation"]
        extend-select = ["todo-comment"]
        [lint.per-file-ignores]
        "drafts/**" = ["unused"]
        [lint.severity]
        unused-fact = "error"
        missing-label = "off"
        [lint.line-too-long]
        columns = 88
        """,
    )
    assert found == Configuration(
        ("all",),
        ("style", "no-citation"),
        ("todo-comment",),
        (("drafts/**", ("unused",)),),
        {"unused-fact": Severity.ERROR, "missing-label": None},
        {"line-too-long": {"columns": 88}},
        tmp_path,
    )


def test_files_by_pattern(tmp_path: Path) -> None:
    found = read(tmp_path, '[lint.per-file-ignores]\n"drafts/**" = ["unused"]\n"old_*.rules" = ["unused-fact"]\n')
    draft, other = str(tmp_path / "drafts" / "a" / "f.rules"), str(tmp_path / "f.rules")
    assert found.ignores("unused-parameter", draft) and not found.ignores("unused-parameter", other)
    assert not found.ignores("no-citation", draft)
    assert found.ignores("unused-fact", str(tmp_path / "x" / "old_f.rules"))
    assert not found.ignores("unused-fact", other)


def test_everything_that_is_wrong_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = (
        "[lint]\n"
        'select = ["unused-fcat", "all"]\n'
        'ignore = "all"\n'
        "colour = 1\n"
        "[lint.severity]\n"
        'no-citation = "grave"\n'
        'unknown-name = "off"\n'
        "[lint.line-too-long]\n"
        "columns = 'wide'\n"
        "colums = 3\n"
        "[lnt]\n"
    )
    found = problems(tmp_path, text)
    remedy = found[2][2] or ""
    assert all(f"`{key}`" in remedy for key in ("select", "ignore", "severity"))
    assert found == [
        ("2:11", "there is no rule `unused-fcat`", "did you mean `unused-fact`?"),
        ("3:1", "`ignore` is a list of codes, not a text", 'write `["no-citation"]`'),
        ("4:1", "`colour` is no key of `[lint]`", remedy),
        ("6:1", "`grave` is no severity", "write one of `error`, `warning`, `note`, `off`"),
        ("7:1", "`unknown-name` is an error, and no rule that could be set up", "mend what it reports"),
        ("9:1", "`columns` is a whole number, not a text", "the columns that a line may take"),
        ("10:1", "`colums` is no option of `[lint.line-too-long]`", "did you mean `columns`?"),
        ("11:2", "`lnt` is no section of `[pingan.toml]`", "did you mean `lint`?"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("[lint\n", "1:6", "this is no TOML: expected ']' at the end of a table declaration"),
        ("lint = 3\n", "1:1", "`lint` is a table, not a number"),
        ("[lint]\nselect = [1]\n", "2:1", "`select` is a list of codes, not a list"),
        ("[lint.unused-fact]\nx = 1\n", "1:2", "`unused-fact` has no options"),
        ("[tool.pingan.lint]\n", "1:7", "`pingan.toml` is all about pingan"),
        ("[lint]\nseverity = { no-citation = 'x' }\n", "2:14", "`x` is no severity"),
        ("[lint.line-too-long]\ncolumns = 3\n", "2:1", "`columns` is at least 20"),
        ("[lint.line-too-long]\ncolumns = true\n", "2:1", "`columns` is a whole number, not a boolean"),
        ("[lint.todo-comment]\nwords = 'TODO'\n", "2:1", "`words` is a list of texts, not a text"),
        ('[lint]\nper-file-ignores = { "x" = ["unsed"] }\n', "2:29", "there is no rule `unsed`"),
    ],
)
def test_one_thing_that_is_wrong(text: str, place: str, message: str, tmp_path: Path) -> None:
    assert [(p, m) for p, m, _ in problems(tmp_path, text)] == [(place, message)]


def test_a_file_that_is_no_text_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "pingan.toml").write_bytes("[lint]\n# 平安\n".encode("gbk"))
    with pytest.raises(pingan.PolicyError, match=r"line 2 of .* is not UTF-8"):
        read_configuration(tmp_path / "pingan.toml")
    with pytest.raises(pingan.PolicyError, match="cannot be read"):
        read_configuration(tmp_path / "nowhere.toml")


def test_a_key_in_a_text_is_no_key(tmp_path: Path) -> None:
    text = '[lint]\n# select = ["x"]\nignore = ["unused"]\n[lint.severity]\nno-citation = "of"\n'
    assert [p for p, _, _ in problems(tmp_path, text)] == ["5:1"]


def test_the_schema_is_made_of_the_table() -> None:
    assert SCHEMA.read_text("utf-8") == schema_text(), "run: python -m tests.diagnostics.pages"
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ('[lint]\nselect = ["all"]\n[lint.line-too-long]\ncolumns = 88\n', True),
        ('[lint.severity]\nno-citation = "off"\n[lint.per-file-ignores]\n"*" = ["tables"]\n', True),
        ('[lint]\nselect = ["unsed"]\n', False),
        ('[lint.severity]\nno-citation = "grave"\n', False),
        ('[lint.severity]\nunknown-name = "off"\n', False),
        ('[lint.line-too-long]\ncolumns = "wide"\n', False),
        ("[lint]\ncolour = 1\n", False),
        ("[lnt]\n", False),
    ],
)
def test_the_schema_says_what_the_reader_says(text: str, is_right: bool, tmp_path: Path) -> None:
    assert jsonschema.Draft202012Validator(configuration_schema()).is_valid(tomllib.loads(text)) is is_right
    if is_right:
        read(tmp_path, text)
    else:
        problems(tmp_path, text)


def test_groups_and_codes_share_no_name() -> None:
    assert not {*GROUPS, "all"} & {*KNOWN}
    assert {rule.group for rule in KNOWN.values()} <= {*GROUPS}


@pytest.mark.parametrize("name", ["pingan.toml", "pyproject.toml"])
def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path, name: str) -> None:
    table = "lint" if name == "pingan.toml" else "tool.pingan.lint"
    found = read(tmp_path, f"\ufeff[{table}]\nignore = ['unused']\n", name)
    assert found.ignore == ("unused",)
    assert configuration_file(tmp_path) == tmp_path / name


def test_a_path_through_the_folder_above_is_not_in_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "pingan.toml").write_text("", "utf-8")
    (tmp_path / "pingan.toml").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path / "inner")
    assert configuration_file(Path("../flood.rules")) == tmp_path / "pingan.toml"
    assert configuration_file(Path("flood.rules")) == tmp_path / "inner" / "pingan.toml"
