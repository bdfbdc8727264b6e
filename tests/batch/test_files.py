"""Files of records, from the command line: every format, what is wrong in them, and going on after an interruption."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from pingan.batch import streaming
from pingan.batch.files import open_records, write_records
from pingan.batch.streaming import Question, Run
from pingan.cli.evaluate import command
from tests.batch.flood import TEXT, flood

CSV = """\
id,site.depth,site.kind,site.tags,site.closed,site.share,limit
a,45,river,"[""rain""]",false,0.5,40
b,3,rain,[],true,1/3,
c,x,rain,[],yes,0.1,
,,,,,,
"""
LINES = """\
{"id": "a", "site": {"depth": {"at_least": 30}, "kind": "河", "closed": false}}
{"id": 2, "地点": {"depth": 5, "gone": null, "share": 0.1, "tags": []}, "limit": 4}
{"id": "c", "site": {"depth": 5.5}}

not json
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("flood.rules").write_text(TEXT, encoding="utf-8")
    Path("in.csv").write_text(CSV, encoding="utf-8")
    Path("in.jsonl").write_text(LINES, encoding="utf-8")
    return tmp_path


def run(*arguments: str, as_of: str | None = "2016-06-01") -> Result:
    when = [] if as_of is None else ["--as-of", as_of]
    return CliRunner().invoke(command, ["flood.rules", *when, *arguments], standalone_mode=False)


def lines(path: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def test_a_table_of_text(folder: Path) -> None:
    done = run("--batch", "in.csv", "--id", "id", "--out", "out.jsonl", "--errors", "errors.csv")
    assert done.return_value == 1
    first, second, third, fourth = lines("out.jsonl")
    assert first["applicable"] == ["flood.close_road", "flood.over", "flood.tagged"]
    assert (second["id"], second["undecided"]) == ("b", ["flood.ended", "flood.over"])
    assert (third["id"], third["applicable"], len(third["errors"])) == ("c", None, 2)  # type: ignore[arg-type]
    assert (fourth["id"], len(fourth["undecided"])) == (None, 4)  # type: ignore[arg-type]
    told = Path("errors.csv").read_text(encoding="utf-8").splitlines()
    assert told[0] == "record,path,message,help,code"
    assert told[1] == 'c,site.depth,"expected a whole number, not the text `x`",,bad-fact'
    assert sorted(path.name for path in folder.iterdir()) == [
        "errors.csv", "flood.rules", "in.csv", "in.jsonl", "out.jsonl",
    ]  # fmt: skip


def test_lines_of_json_are_fact_files(folder: Path) -> None:
    done = run("--batch", "in.jsonl", "--id", "id", "--out", "out.csv", "--form", "columns", "--errors", "errors.jsonl")
    assert done.return_value == 1
    assert Path("out.csv").read_text(encoding="utf-8").splitlines() == [
        "id,flood.close_road,flood.ended,flood.over,flood.tagged",
        "a,true,,,",
        "2,false,false,true,false",
        "c,,,,",
        ",,,,",
    ]
    assert [(e["record"], e["path"]) for e in lines("errors.jsonl")] == [("c", "site.depth"), (None, "facts:1:1")]


def test_parquet(folder: Path) -> None:
    table = pa.table({"site": [{"depth": 45, "kind": "river", "closed": False}, None], "name": ["a", "b"]})
    parquet.write_table(table, "in.parquet")
    assert run("--batch", "in.parquet", "--ignore", "name", "--out", "out.parquet").return_value == 0
    found = parquet.read_table("out.parquet").to_pylist()
    assert found[0]["applicable"] == ["flood.close_road"]
    assert len(found[1]["undecided"]) == 4


def test_dictionaries_inside_of_structs(folder: Path) -> None:
    kinds = pa.array(["river", "rain"] * 3).dictionary_encode()
    site = pa.StructArray.from_arrays([pa.array([45] * 6), kinds], ["depth", "kind"])
    parquet.write_table(pa.table({"site": site}), "in.parquet", row_group_size=4)
    assert run("--batch", "in.parquet", "--out", "out.jsonl").return_value == 0
    assert [len(line["undecided"]) for line in lines("out.jsonl")] == [4, 3] * 3  # type: ignore[arg-type]


def test_without_a_file_for_answers_rules_are_counted(folder: Path) -> None:
    done = run("--batch", "in.csv", "--ignore", "id")
    assert done.return_value == 1
    assert done.stdout.splitlines() == [
        "4 records",
        "1  flood.over (2 undecided)",
        "1  flood.close_road (1 undecided)",
        "1  flood.tagged (1 undecided)",
        "0  flood.ended (3 undecided)",
    ]


def test_counts_as_data(folder: Path) -> None:
    told = json.loads(run("--batch", "in.csv", "--ignore", "id", "--format", "json").stdout)
    assert (told["records"], told["failed"]) == (4, 1)
    assert told["rules"]["flood.over"] == {"applicable": 1, "undecided": 2}


def test_lines_that_are_no_json_are_one_record_each(folder: Path) -> None:
    long = b'{"limit": "' + b"x" * 3_000_000 + b'"}\n'
    Path("in.jsonl").write_bytes(b"\xff\n" + long + b'\xef\xbb\xbf{"limit": 3}\r\n')
    assert run("--batch", "in.jsonl", "--out", "out.jsonl").return_value == 1
    assert [bool(line["errors"]) for line in lines("out.jsonl")] == [True, True, False]


def test_each_record_its_own_instant(folder: Path) -> None:
    Path("in.jsonl").write_text('{"at": "2015-01-01", "limit": 1, "site": {"depth": 2}}\n{"at": 3}\n', encoding="utf-8")
    assert run("--batch", "in.jsonl", "--as-of-column", "at", "--out", "o.jsonl", as_of=None).return_value == 1
    first, second = lines("o.jsonl")
    assert (first["applicable"], first["undecided"]) == ([], [])
    assert second["applicable"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("--batch", "in.csv", "--facts", "in.jsonl"),
        ("--batch", "in.csv", "--why"),
        ("--batch", "in.csv", "--as-of-column", "id"),
        ("--batch", "in.csv", "--resume"),
        ("--out", "x.csv"),
        ("--batch", "missing.csv"),
        ("--batch", "in.csv", "--id", "id", "--out", "out.xlsx"),
        ("--batch", "in.csv", "--id", "id", "--out", "in.csv"),
        ("--batch", "in.csv", "--id", "id", "--out", "a.csv", "--errors", "./a.csv"),
        ("--batch", "flood.rules"),
        ("--batch", "in.csv"),
    ],
)
def test_what_cannot_be_asked(folder: Path, arguments: tuple[str, ...]) -> None:
    before = sorted(path.name for path in folder.iterdir())
    assert run(*arguments).exception is not None
    assert sorted(path.name for path in folder.iterdir()) == before


def test_an_interrupted_evaluation_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = flood()
    question = Question("in.csv", "2016-06-01", id_column="id", block_rows=1)
    Run(policy, question, "whole.jsonl", "whole_errors.jsonl").run()
    evaluated: list[int] = []
    actual = streaming.Run._evaluated

    def interrupted(self: Run, function: object, block: pa.RecordBatch, before: int) -> object:
        if before == 2 and not evaluated.count(2):
            evaluated.append(2)
            raise KeyboardInterrupt
        evaluated.append(before)
        return actual(self, function, block, before)  # type: ignore[arg-type]

    monkeypatch.setattr(streaming.Run, "_evaluated", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Run(policy, question, "out.jsonl", "errors.jsonl").run()
    assert not Path("out.jsonl").exists()
    assert Path("out.jsonl.parts").is_dir()
    other = Question("in.csv", "2016-06-02", id_column="id", block_rows=1)
    with pytest.raises(streaming.FactError, match="as_of differ"):
        Run(policy, other, "out.jsonl", "errors.jsonl", resume=True).run()
    evaluated[:] = [2]
    summary = Run(policy, question, "out.jsonl", "errors.jsonl", resume=True).run()
    assert evaluated == [2, 2, 3]
    assert (summary.records, summary.failed) == (4, 1)
    for name in ("", "_errors"):
        told = f"{name.removeprefix('_') or 'out'}.jsonl"
        assert Path(told).read_bytes() == Path(f"whole{name}.jsonl").read_bytes()
    assert not Path("out.jsonl.parts").exists()


def test_without_resume_it_begins_again(folder: Path) -> None:
    policy = flood()
    parts = Path("out.jsonl.parts")
    parts.mkdir()
    (parts / "mine.txt").write_text("x", encoding="utf-8")
    question = Question("in.csv", "2016-06-01", id_column="id")
    with pytest.raises(streaming.FactError, match="something else"):
        Run(policy, question, "out.jsonl").run()
    (parts / "mine.txt").unlink()
    assert Run(policy, question, "out.jsonl").run().records == 4


def test_what_is_written_is_there_as_a_whole_or_not_at_all(folder: Path) -> None:
    schema = pa.schema([("a", pa.int64())])
    Path("out.csv").write_text("old", encoding="utf-8")

    def broken() -> object:
        yield pa.record_batch({"a": [1]})
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_records("out.csv", schema, broken())  # type: ignore[arg-type]
    assert Path("out.csv").read_text(encoding="utf-8") == "old"
    assert not list(folder.glob(".pingan*"))
    for name in ("t.csv", "t.jsonl", "t.parquet"):
        write_records(name, schema, [pa.record_batch({"a": [1, 2]})])
        assert sum(batch.num_rows for batch in open_records(name, 1).batches) == 2


@pytest.mark.parametrize(("name", "content"), [("in.csv", b"\xff\xfe"), ("in.csv", b""), ("in.parquet", b"PAR")])
def test_files_that_cannot_be_read(folder: Path, name: str, content: bytes) -> None:
    Path(name).write_bytes(content)
    with pytest.raises(streaming.FactError):
        list(open_records(name, 10).batches)
