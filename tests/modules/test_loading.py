"""Finding modules: where they are looked for, and what is never read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.model.loaded import Modules
from pingan.modules.folders import is_file_name
from pingan.modules.loader import MAXIMUM_CHAIN, MAXIMUM_FILE, MAXIMUM_MODULES, load_modules
from pingan.source import Source
from pingan.stdlib import standard_environment


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".rules").write_text(text, "utf-8")
    return folder


def load(*targets: str | Path | Source, root: Path | None = None) -> tuple[Modules, list[str]]:
    diagnostics = Diagnostics()
    modules = load_modules(targets, diagnostics, root=root, environment=standard_environment())
    return modules, [d.code for d in diagnostics.sorted()]


def names(*targets: str | Path | Source, root: Path | None = None) -> list[str]:
    modules, codes = load(*targets, root=root)
    assert codes == []
    return sorted(modules.modules)


def test_what_a_file_uses_is_found_beside_it(tmp_path: Path) -> None:
    write(tmp_path, plan="policy plan { uses words }", words="vocabulary words")
    assert names(tmp_path / "plan.rules") == ["plan", "words"]
    assert load(tmp_path / "plan.rules")[0].targets == ("plan",)


def test_a_file_in_a_folder_of_its_name_looks_around_that_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        city__city="policy city { extends land uses words uses more }",
        land__land="policy land",
        vocabulary__words="vocabulary words { uses more }",
        more="vocabulary more",
    )
    assert names(tmp_path / "city" / "city.rules") == ["city", "land", "more", "words"]


def test_a_folder_stands_for_all_files_in_it(tmp_path: Path) -> None:
    write(tmp_path, one="policy one", deeper__two="policy two", _hidden="policy _hidden")
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git", three="policy three")
    assert set(load(tmp_path)[0].targets) == {"_hidden", "one", "two"}


def test_a_name_stands_for_a_policy_that_comes_with_pingan() -> None:
    assert "jilin" in names("jilin")


def test_text_in_memory_is_found_by_other_text_in_memory_and_before_any_file(tmp_path: Path) -> None:
    write(tmp_path, words="vocabulary words\nfact wrong: boolean")
    sources = [Source("a", "policy plan { uses words }"), Source("b", "vocabulary words")]
    modules, codes = load(*sources, root=tmp_path)
    assert (codes, modules.modules["words"].syntax.declarations) == ([], ())


def test_a_given_root_is_where_modules_are_looked_for(tmp_path: Path) -> None:
    write(tmp_path / "here", plan="policy plan { uses words }")
    write(tmp_path / "there", words="vocabulary words")
    assert names(tmp_path / "here" / "plan.rules", root=tmp_path / "there") == ["plan", "words"]
    assert load(tmp_path / "here" / "plan.rules")[1] == ["unknown-module"]


def test_registers_are_read_from_beside_the_policy(tmp_path: Path) -> None:
    write(tmp_path, plan='policy plan { clauses "plan.jsonl" }')
    (tmp_path / "plan.jsonl").write_text(
        '{"id": "plan-1", "locator": "一", "anchor": "为", "more": [1, 2.5]}\n\n', "utf-8"
    )
    modules, codes = load(tmp_path / "plan.rules")
    register = modules.modules["plan"].register
    assert codes == [] and register is not None
    assert (register["plan-1"].locator, register["plan-1"].anchor) == ("一", "为")


@pytest.mark.parametrize(
    "line",
    [
        "nothing",
        "[]",
        '{"locator": "1"}',
        '{"id": 3}',
        '{"id": ""}',
        '{"id": "a", "id": "b"}',
        '{"id": "a", "more": {"x": 1, "x": 2}}',
        '{"id": "a", "more": NaN}',
        '{"id": "a\\u202e"}',
        '{"id": "a", "anchor": "' + "x" * 5000 + '"}',
        '{"id": "twice"}\n{"id": "twice"}',
        '{"id": "a", "more": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"id": "a", "n": ' + "9" * 100_000 + "}]",
    ],
)
def test_a_register_is_read_strictly(tmp_path: Path, line: str) -> None:
    write(tmp_path, plan='policy plan { clauses "plan.jsonl" }')
    (tmp_path / "plan.jsonl").write_text(line, "utf-8")
    assert load(tmp_path / "plan.rules")[1] == ["bad-register"]


@pytest.mark.parametrize(
    "name", ["../plan.jsonl", "/etc/passwd", "a/b.jsonl", "..", "con.jsonl", "plan.json", "C:plan.jsonl", ".jsonl"]
)
def test_a_register_is_a_plain_file_name(tmp_path: Path, name: str) -> None:
    write(tmp_path, plan=f'policy plan {{ clauses "{name}" }}')
    assert load(tmp_path / "plan.rules")[1] == ["bad-path"]


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "../x",
        "a/b",
        "a\\b",
        "\\\\host\\share",
        "//host/share",
        "/x",
        "C:x",
        "x\0",
        "",
        "nul",
        "COM1.rules",
        "file:x",
        "x\n",
        "a" * 300,
    ],
)
def test_paths_are_no_file_names(name: str) -> None:
    assert not is_file_name(name)


def test_a_module_name_made_by_a_program_cannot_be_a_path(tmp_path: Path) -> None:
    write(tmp_path, secret="vocabulary secret")
    write(tmp_path / "root", plan="policy plan { uses other }")
    for text in ("policy plan { uses ../secret }", "policy plan { uses /secret }", 'policy plan { uses "secret" }'):
        (tmp_path / "root" / "plan.rules").write_text(text, "utf-8")
        modules, codes = load(tmp_path / "root" / "plan.rules")
        assert codes and "secret" not in modules.modules


def test_a_link_that_leaves_the_root_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside", words="vocabulary words")
    root = write(tmp_path / "root", plan="policy plan { uses words }")
    (root / "words.rules").symlink_to(tmp_path / "outside" / "words.rules")
    assert load(root / "plan.rules")[1] == ["unreadable-file"]
    (root / "words.rules").unlink()
    (root / "vocabulary").symlink_to(tmp_path / "outside")
    assert load(root / "plan.rules")[1] == ["unreadable-file"]


def test_a_link_within_the_root_is_followed(tmp_path: Path) -> None:
    write(tmp_path, plan="policy plan { uses words }", elsewhere__words="vocabulary words")
    (tmp_path / "words.rules").symlink_to(tmp_path / "elsewhere" / "words.rules")
    assert names(tmp_path / "plan.rules") == ["plan", "words"]


def test_a_target_that_is_a_link_out_of_its_folder_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "outside", plan="policy plan")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "plan.rules").symlink_to(tmp_path / "outside" / "plan.rules")
    assert load(tmp_path / "root" / "plan.rules")[1] == ["unreadable-file"]


def test_a_target_named_like_a_file_that_is_a_link_to_a_folder_elsewhere_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "outside", plan="policy plan")
    write(tmp_path / "root", inner__plan="policy plan")
    (tmp_path / "root" / "out.rules").symlink_to(tmp_path / "outside")
    (tmp_path / "root" / "up.rules").symlink_to("..")
    (tmp_path / "root" / "in.rules").symlink_to("inner")
    assert load(tmp_path / "root" / "out.rules")[1] == ["unreadable-file"]
    assert load(tmp_path / "root" / "up.rules")[1] == ["unreadable-file"]
    assert names(tmp_path / "root" / "in.rules") == ["plan"]


def test_a_loop_of_links_is_an_error_like_others(tmp_path: Path) -> None:
    (tmp_path / "plan.rules").symlink_to(tmp_path / "plan.rules")
    assert load(tmp_path / "plan.rules")[1] in (["unreadable-file"], ["unknown-module"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.rules")
    assert load(tmp_path / "plan.rules")[1] == ["unreadable-file"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "plan.rules").write_text("policy plan\n" + "#" * MAXIMUM_FILE, "utf-8")
    assert load(tmp_path / "plan.rules")[1] == ["too-large"]


@pytest.mark.parametrize(("encoding", "told"), [("gbk", "GBK"), ("utf-16", "UTF-16")])
def test_a_file_in_another_encoding_is_told_from_utf_8(encoding: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "plan.rules").write_bytes("政策 方案".encode(encoding))
    diagnostics = Diagnostics()
    load_modules([tmp_path / "plan.rules"], diagnostics)
    (said,) = diagnostics
    assert said.code == "not-utf-8"
    assert said.help is not None and told in said.help
    assert said.span is not None and said.span.source.name == str(tmp_path / "plan.rules")  # reports name the file


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"plan": "policy plan { extends plan }"}, "cycle"),
        ({"plan": "policy plan { extends other }", "other": "policy other { extends plan }"}, "cycle"),
        (
            {"plan": "policy plan { uses a }", "a": "vocabulary a { uses b }", "b": "vocabulary b { uses a }"},
            "cycle",
        ),
        ({"plan": "policy plan { uses other }", "other": "policy other"}, "wrong-module"),
        ({"plan": "policy plan { extends other }", "other": "vocabulary other"}, "wrong-module"),
        ({"plan": "policy plan { uses nothing }"}, "unknown-module"),
        ({"plan": "policy another"}, "wrong-name"),
        (
            {"plan": "policy plan { uses words uses Words }", "words": "vocabulary words", "Words": "vocabulary Words"},
            "case-clash",
        ),
    ],
)
def test_what_modules_may_not_do_to_each_other(tmp_path: Path, files: dict[str, str], code: str) -> None:
    write(tmp_path, **files)
    assert load(tmp_path / "plan.rules")[1] == [code]


def test_a_chain_of_modules_has_a_longest_length(tmp_path: Path) -> None:
    links = {f"m{i}": f"vocabulary m{i} {{ uses m{i + 1} }}" for i in range(1, MAXIMUM_CHAIN + 1)}
    write(tmp_path, **links, **{f"m{MAXIMUM_CHAIN + 1}": f"vocabulary m{MAXIMUM_CHAIN + 1}"})
    assert load(tmp_path / "m2.rules")[1] == []
    assert load(tmp_path / "m1.rules")[1] == ["too-large"]


def test_every_target_that_is_missing_is_reported() -> None:
    assert load("no.rules", "none.rules")[1] == ["unknown-module", "unknown-module"]


def test_a_file_of_the_folder_that_one_stands_in_finds_its_neighbours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, city__city="policy city { extends land }", land__land="policy land")
    monkeypatch.chdir(tmp_path / "city")
    assert names("city.rules") == ["city", "land"]
    assert names(".") == ["city", "land"]


def test_messages_hold_no_control_characters() -> None:
    diagnostics = Diagnostics()
    load_modules(["a\x1b[31m.rules", "x" * 100_000], diagnostics)
    assert all(d.message.isprintable() and len(d.message) < 400 for d in diagnostics)


def test_there_is_a_largest_number_of_modules(tmp_path: Path) -> None:
    count = MAXIMUM_MODULES + 5
    write(tmp_path, plan="policy plan { " + " ".join(f"uses v{i}" for i in range(count)) + " }")
    write(tmp_path, **{f"v{i}": f"vocabulary v{i}" for i in range(count)})
    modules, codes = load(tmp_path / "plan.rules")
    assert set(codes) == {"too-large"}
    assert len(modules.modules) == MAXIMUM_MODULES


def test_the_same_file_twice_is_one_module(tmp_path: Path) -> None:
    write(tmp_path, plan="policy plan")
    modules, codes = load(tmp_path / "plan.rules", tmp_path / "plan.rules", tmp_path)
    assert (codes, modules.targets) == ([], ("plan",))


def test_two_modules_of_one_name_are_reported() -> None:
    assert load(Source("a", "policy plan"), Source("b", "policy plan\nfact wet: boolean"))[1] == ["duplicate-name"]


@pytest.mark.parametrize("target", ["nothing.rules", "no/such/folder.rules", "jillin", "a\0b", "x" * 5000])
def test_a_target_that_is_not_there_is_a_diagnostic(target: str) -> None:
    modules, codes = load(target)
    assert modules.targets == ()
    assert len(codes) == 1 and codes[0] in ("unknown-module", "unreadable-file")
