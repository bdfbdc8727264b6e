"""The extension for VS Code: what it contributes, its tests under node, and the package that it is built into."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import pingan
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.tree.from_text import parse_text

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs/editors/vscode"
PACKAGE = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
NODE = shutil.which("node")

STANDARD_TOKENS = {
    *(
        "namespace",
        "class",
        "enum",
        "interface",
        "struct",
        "typeParameter",
        "type",
        "parameter",
        "variable",
        "property",
    ),
    *("enumMember", "decorator", "event", "function", "method", "macro", "label", "comment", "string", "keyword"),
    *("number", "regexp", "operator"),
}

needs_node = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules/esbuild").is_dir(),
    reason="needs node, and `npm ci` in docs/editors/vscode",
)


def npm(*arguments: str, **environment: str) -> str:
    command = shutil.which("npm")
    assert command is not None
    done = subprocess.run(
        [command, *arguments],
        cwd=FOLDER,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def test_the_version_is_that_of_the_library() -> None:
    assert PACKAGE["version"] == pingan.__version__


def test_a_workspace_can_choose_no_program() -> None:
    properties = PACKAGE["contributes"]["configuration"]["properties"]
    programs = {"pingan.executable", "pingan.python"}
    assert {name for name in properties if properties[name]["scope"] == "machine"} == programs
    assert {name for name in properties if properties[name]["scope"] != "window"} == programs
    limited = PACKAGE["capabilities"]["untrustedWorkspaces"]
    assert limited["supported"] == "limited" and set(limited["restrictedConfigurations"]) == programs


def test_everything_that_is_said_is_said_in_both_languages() -> None:
    texts = {
        name: json.loads((FOLDER / name).read_text(encoding="utf-8"))
        for name in ("package.nls.json", "package.nls.zh-cn.json")
    }
    english, chinese = texts.values()
    used = set(re.findall(r'"%([^"%]+)%"', (FOLDER / "package.json").read_text(encoding="utf-8")))
    assert set(english) == set(chinese) == used
    code = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "src").glob("*.ts"))
    told = json.loads((FOLDER / "l10n/bundle.l10n.zh-cn.json").read_text(encoding="utf-8"))
    assert [text for text in told if json.dumps(text) not in code and f"'{text}'" not in code] == []
    translated = re.findall(r'(?:l10n\.t|new NoProgram|const text =)\(?\s*("(?:[^"\\]|\\.)+"|\'[^\']+\')', code)
    assert len(translated) >= 8
    assert [text for text in translated if text[1:-1] not in told] == []


def test_the_lock_file_names_no_host() -> None:
    lock = (FOLDER / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock and "registry" not in lock


@pytest.mark.parametrize("name", ["english", "chinese"])
def test_snippets_are_policy_text(name: str) -> None:
    """With what stands in their places each parses, in a header of its language."""
    snippets = json.loads((FOLDER / f"snippets/{name}.json").read_text(encoding="utf-8"))
    header = {"english": 'policy tried "Tried" {{{}}}\n', "chinese": "政策 试写 “试写” {{{}}}\n"}[name]
    assert len(snippets) >= 14
    for title, snippet in snippets.items():
        text = _filled("\n".join(snippet["body"]))
        if title in {"Policy", "政策", "Vocabulary", "词汇"}:
            whole = text
        elif title in {"Omitted clause", "不编码"}:
            whole = header.format(text)
        else:
            whole = header.format("") + text
        diagnostics = Diagnostics()
        assert parse_text(Source("snippet.rules", whole), diagnostics, standard_environment()) is not None
        assert list(diagnostics) == [], (title, whole)


def _filled(body: str) -> str:
    body = re.sub(r"\$\{\d+\|([^,|]+)[^|]*\|\}", r"\1", body)
    body = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body)
    return re.sub(r"\$\d+", "", body)


def test_the_first_line_and_the_brackets_are_the_language_s() -> None:
    from pingan.language.dialects import core_dialects

    (language,) = PACKAGE["contributes"]["languages"]
    assert all(re.match(language["firstLine"], f"{word} pool {{") for word in core_dialects().openers)
    configuration = json.loads((FOLDER / "language-configuration.json").read_text(encoding="utf-8"))
    assert configuration["comments"] == {"lineComment": "#"}
    assert ["（", "）"] in configuration["brackets"] and ["“", "”"] in configuration["surroundingPairs"]


def test_what_the_server_says_is_known_to_the_editor() -> None:
    """Settings that the server reads, commands of its lenses, and kinds of tokens that no editor knows by itself."""
    pytest.importorskip("pygls")
    from pingan.editor.lenses import RUN_SCENARIO, SHOW_GRAPH
    from pingan.lsp.hints import shown
    from pingan.lsp.semantic_tokens import MODIFIERS, TYPES
    from pingan.lsp.settings import Settings

    contributed = PACKAGE["contributes"]
    assert {RUN_SCENARIO, SHOW_GRAPH} <= {command["command"] for command in contributed["commands"]}
    own = {kind["id"] for kind in contributed["semanticTokenTypes"]}
    assert set(TYPES) - STANDARD_TOKENS == own == set(contributed["semanticTokenScopes"][0]["scopes"])
    assert set(MODIFIERS) - {"declaration", "deprecated"} == {m["id"] for m in contributed["semanticTokenModifiers"]}
    defaults: dict[str, object] = {}
    for name, described in contributed["configuration"]["properties"].items():
        *groups, last = name.removeprefix("pingan.").split(".")
        place = defaults
        for group in groups:
            place = place.setdefault(group, {})  # type: ignore[assignment]
        place[last] = described["default"]
    asked = Settings.of({"pingan": defaults})
    assert (asked.language, asked.diagnostics, asked.lenses) == ("auto", "open", True)
    assert shown(asked) == shown(Settings())
    turned_off = {name: False for name in defaults["inlayHints"] if name != "enabled"}  # type: ignore[attr-defined]
    assert set(vars_of(shown(Settings(hints=turned_off)))) == {False}


def vars_of(shown: object) -> list[object]:
    return [getattr(shown, name) for name in ("labels", "clauses", "deadlines", "types")]


@needs_node
def test_the_glue_works_without_an_editor() -> None:
    assert re.search(r"(?:#|ℹ) fail 0\b", npm("test"))


@needs_node
@pytest.mark.nightly
def test_one_command_builds_the_package(tmp_path: Path) -> None:
    npm("run", "check")
    out = tmp_path / "pingan.vsix"
    npm("run", "package", "--", "--out", str(out))
    with zipfile.ZipFile(out) as package:
        names = set(package.namelist())
        built = json.loads(package.read("extension/package.json"))
        code = package.read("extension/dist/extension.js").decode()
        assert package.read("extension/LICENSE.txt") == (ROOT / "LICENSE").read_bytes()
        grammar = package.read("extension/syntaxes/pingan.tmLanguage.json")
    assert grammar == (FOLDER / "syntaxes/pingan.tmLanguage.json").read_bytes()
    expected = {
        *(icon for language in built["contributes"]["languages"] for icon in language["icon"].values()),
        *(language["configuration"] for language in built["contributes"]["languages"]),
        *(snippet["path"] for snippet in built["contributes"]["snippets"]),
        *(built["main"], built["icon"], "package.nls.json", "package.nls.zh-cn.json", "l10n/bundle.l10n.zh-cn.json"),
        "readme.md",
    }
    assert {f"extension/{name.removeprefix('./')}" for name in expected} <= names
    assert not [name for name in names if "node_modules" in name or name.endswith((".ts", ".map", ".test.js"))]
    # All that it needs at run time is the editor and node itself.
    assert set(re.findall(r'require\("([^".]+)"\)', code)) <= {"vscode", *_built_in_modules()}
    assert "PINGAN" not in code and str(ROOT) not in code


def _built_in_modules() -> set[str]:
    listed = subprocess.run(
        [str(NODE), "-p", "JSON.stringify(require('module').builtinModules)"],
        capture_output=True,
        text=True,
        timeout=30,
    )
    names = json.loads(listed.stdout)
    return {*names, *(f"node:{name}" for name in names)}


@pytest.mark.skipif(sys.platform == "win32", reason="asks with pipes")
def test_the_server_answers_the_command_line_that_the_client_starts() -> None:
    """`pingan lsp`, as the extension starts it: over its standard streams, in another folder."""
    pytest.importorskip("pygls")
    executable = Path(sys.executable).with_name("pingan")
    if not executable.exists():
        pytest.skip("pingan is not installed beside this Python")
    listed = subprocess.run([executable, "--help"], capture_output=True, text=True, timeout=60).stdout
    if not re.search(r"^\s+lsp\b", listed, re.M):
        pytest.skip("this pingan has no language server")
    asked = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"processId": None, "rootUri": None, "capabilities": {}},
    }
    body = json.dumps(asked).encode()
    with subprocess.Popen([executable, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path("/")) as server:
        assert server.stdin is not None and server.stdout is not None
        server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        server.stdin.flush()
        length = 0
        while line := server.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        answer = json.loads(server.stdout.read(length))
        server.kill()
    assert answer["id"] == 1 and "textDocumentSync" in answer["result"]["capabilities"]
