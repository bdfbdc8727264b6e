"""What is built installs elsewhere and works: wheel, sdist, a wheel made from the sdist, editable, zipped.

Nothing is downloaded: packages are installed with `--no-deps` into a fresh environment that finds the
dependencies in the environment the tests run in, through a `.pth` file, but pingan itself only where it was installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT / "policies/facts/corpse_blockade.json"
COMMAND = ("evaluate", "jilin", "--facts", str(FACTS), "--as-of", "2016-06-18T12:00", "--format", "json")
"""The command of the README; `make demo` runs it."""

pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("packaging")]

LOADS_EVERYTHING = """
import json, pathlib, sys, zipfile
import pingan
from pingan.language.data import data
from pingan.stdlib.calendars import calendar_names, load_calendar

def files(folder, prefix=""):
    for child in folder.iterdir():
        if child.is_dir():
            yield from files(child, prefix + child.name + "/")
        else:
            yield prefix + child.name, len(child.read_bytes())

policies = sorted(
    child.name for child in data("policies").iterdir()
    if child.is_dir() and child.joinpath(child.name + ".rules").is_file()
)
for name in policies:
    pingan.load(name)
for name in calendar_names():
    load_calendar(name)
print(json.dumps({
    "place": pingan.__file__,
    "policies": policies,
    "calendars": calendar_names(),
    "grammars": dict(files(data("grammars"))),
    "data": dict(files(data("policies"))),
}))
"""


def run(*command: object, cwd: Path, **environment: str) -> str:
    """What *command* prints; run without this checkout or anybody's settings on the path."""
    inherited = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "PINGAN_CACHE": "off"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, f"{command} exited {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this checkout, built with this environment's hatchling."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    return folder


def wheel_in(folder: Path) -> Path:
    (wheel,) = folder.glob("*.whl")
    return wheel


def environment(folder: Path) -> Path:
    """The Python of a fresh environment in *folder*; it sees this environment's packages, but not this pingan."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ours = [Path(place) for place in sys.path if place.endswith("site-packages")]
    theirs = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    # A `.pth` file adds the folder but does not run the `.pth` files in it, so the editable pingan stays out.
    (theirs / "dependencies.pth").write_text("".join(f"{place}\n" for place in ours), encoding="utf-8")
    return python


def install(python: Path, what: Path | str, *options: str, cwd: Path) -> None:
    base = (sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index")
    run(*base, "--disable-pip-version-check", "--no-build-isolation", "--force-reinstall", *options, what, cwd=cwd)


def everything(python: Path, cwd: Path, **variables: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(run(python, "-c", LOADS_EVERYTHING, cwd=cwd, **variables))
    return loaded


def sizes(kind: str) -> dict[str, int]:
    """The files of *kind* in the checkout, as git would keep them: no caches, no hidden files."""
    folder = ROOT / kind
    files = (path for path in folder.rglob("*") if path.is_file())
    shown = (p for p in files if not any(part.startswith((".", "__")) for part in p.relative_to(folder).parts))
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in shown}


def check(loaded: dict[str, object]) -> None:
    assert loaded["grammars"] == sizes("grammars")
    assert loaded["data"] == sizes("policies")
    assert {"jilin", "national"} <= set(loaded["policies"])  # type: ignore[call-overload]
    assert loaded["calendars"] == ["china"]


def test_the_wheel_carries_data_types_and_licence_and_no_tests(dist: Path) -> None:
    with zipfile.ZipFile(wheel_in(dist)) as wheel:
        names = set(wheel.namelist())
    assert {"pingan/py.typed", "pingan/_data/policies/calendars/china.json"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "docs/", "grammars/", "policies/"))]


def test_the_sdist_holds_what_is_needed_to_build_and_test(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        members = sdist.getmembers()
    names = {member.name.partition("/")[2] for member in members}
    assert {"pyproject.toml", "README.md", "LICENSE", "grammars", "policies", "tests", "docs"} <= {
        name.partition("/")[0] for name in names
    }
    assert not [member.name for member in members if member.issym() or member.islnk()]
    assert not [name for name in names if "node_modules" in name or name.startswith("docs/editors/vscode/dist")]


def test_the_checkout_has_no_symbolic_links() -> None:
    kinds = ("pingan", "grammars", "policies", "tests", "docs")
    paths = (path for kind in kinds for path in (ROOT / kind).rglob("*"))
    assert not [path for path in paths if path.is_symlink() and "node_modules" not in path.parts]


def test_an_installed_wheel_loads_everything_and_answers(dist: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    install(python, wheel_in(dist), cwd=tmp_path)
    loaded = everything(python, tmp_path)
    assert str(tmp_path) in str(loaded["place"])
    check(loaded)
    script = python.parent / "pingan"
    outcome = json.loads(run(script, *COMMAND, cwd=tmp_path))
    assert outcome["norms"]
    run(script, "new", "值班", cwd=tmp_path)
    run(script, "check", "--strict", "值班", cwd=tmp_path)
    run(script, "test", "值班/值班.rules", "--coverage", "--fail-under", "100", cwd=tmp_path)


BUILT = """
import json, sys
import pingan
policy = pingan.load({target!r})
outcome = policy.evaluate(json.loads(sys.argv[1]), as_of="2016-06-18T12:00")
print(json.dumps([type(policy._parts).__name__, outcome.decision_digest, "lark" in sys.modules]))
"""


def test_an_installed_wheel_builds_artifacts_and_keeps_policies(dist: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    install(python, wheel_in(dist), cwd=tmp_path)
    script, facts = python.parent / "pingan", FACTS.read_text("utf-8")
    outcome = json.loads(run(script, *COMMAND, cwd=tmp_path))
    run(script, "build", "jilin", "-o", "jilin.pgb", cwd=tmp_path)
    command = ("evaluate", "jilin.pgb", *COMMAND[2:])
    assert json.loads(run(script, *command, cwd=tmp_path)) == outcome

    def asked(target: str, **variables: str) -> list[object]:
        code = BUILT.format(target=target)
        found: list[object] = json.loads(run(python, "-c", code, facts, cwd=tmp_path, **variables))
        return found

    # An installation keeps what it has loaded twice in the user's folder, and nowhere else.
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path / "cache")}
    first = asked("jilin")
    assert first[0] == "Parts"
    assert asked("jilin.pgb") == ["BuiltParts", first[1], False]
    assert not (tmp_path / "cache").exists()
    named = str(tmp_path / "cache" / "named")
    found = [asked("jilin", **cache, PINGAN_CACHE=named)[:2] for _ in range(3)]
    assert found == [["Parts", first[1]], ["Parts", first[1]], ["BuiltParts", first[1]]]


POLICY = """policy flood { zone "Asia/Shanghai" }
fact depth: integer >= 0
actor warden
action close_road
rule closing {
    when depth >= 30
    then warden must close_road
}
scenario "水深三十" {
    given depth = 30
    as of 2016-06-01
    expect closing applies
}
"""


def test_an_installed_wheel_brings_its_plug_ins(dist: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    install(python, wheel_in(dist), cwd=tmp_path)
    (tmp_path / "flood.rules").write_text(POLICY, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\npingan_files = *.rules\n", encoding="utf-8")
    told = run(python, "-m", "pytest", "-v", "flood.rules", "--pingan-coverage", "-p", "no:cacheprovider", cwd=tmp_path)
    assert "flood.rules::水深三十 PASSED" in told
    assert "coverage of policies by their scenarios" in told
    with zipfile.ZipFile(wheel_in(dist)) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
        points = wheel.read(name).decode()
    assert "[pytest11]\npingan = pingan.testing.plugin" in points
    assert "[pygments.lexers]\npingan = pingan.highlighting.lexer:RulesLexer" in points
    coloured = run(python, "-m", "pygments", "-l", "rules", "-f", "html", "flood.rules", cwd=tmp_path)
    assert '<span class="kd">rule</span>' in coloured


def test_the_readme_and_the_demo_show_the_same_command() -> None:
    words = " ".join(COMMAND[:-2]).replace(f"{ROOT}/", "")
    for page in ("README.md", "Makefile"):
        # The README goes on to ask why; the demo shows all duties.
        assert f"pingan {words}" in (ROOT / page).read_text(encoding="utf-8"), page


def test_a_wheel_made_from_the_sdist_is_the_same(dist: Path, tmp_path: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "again", cwd=source)
    with zipfile.ZipFile(wheel_in(dist)) as first, zipfile.ZipFile(wheel_in(tmp_path / "again")) as second:
        assert {i.filename: i.CRC for i in first.infolist()} == {i.filename: i.CRC for i in second.infolist()}


def test_an_editable_install_reads_the_checkout(tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    install(python, ROOT, "--editable", cwd=tmp_path)
    loaded = everything(python, tmp_path)
    assert Path(str(loaded["place"])) == ROOT / "pingan/__init__.py"
    check(loaded)


def test_a_zipped_wheel_on_the_path_works(dist: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    loaded = everything(python, tmp_path, PYTHONPATH=str(wheel_in(dist)))
    assert ".whl" in str(loaded["place"])
    check(loaded)
