"""A file of records evaluated block by block: what is done stays done, and the answer appears all at once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from pingan.batch.asking import ANY_INSTANT, NOTHING
from pingan.batch.evaluate import instant
from pingan.batch.files import FACTS, Records, format_of, open_records, write_records
from pingan.batch.functions import BatchFunction
from pingan.batch.inputs import BLOCK_ROWS, blocks
from pingan.batch.packages import pyarrow as pa
from pingan.batch.results import Form, counts_of, errors_of
from pingan.batch.schema import Options
from pingan.diagnostics.errors import FactError, FactProblem
from pingan.diagnostics.plain import plain
from pingan.program.record import record_of

if TYPE_CHECKING:
    from pingan.policy import Policy

Progress = Callable[[int, int | None], None]
"""Called after each block with the records done, and all of them where that is known."""
VERSION = 1


@frozen
class Question:
    """What is asked of a file: its path, the instant or the column that says it, and which columns are what."""

    path: str
    as_of: str | date | datetime | None = None
    as_of_column: str | None = None
    id_column: str | None = None
    facts_column: str | None = None
    absent: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    form: Form = "lists"
    block_rows: int = BLOCK_ROWS


@define(eq=False)
class Summary:
    """What a file came to: records, those of them whose facts cannot be used, and by rule how often it holds."""

    rules: tuple[str, ...]
    records: int = 0
    failed: int = 0
    applicable: list[int] = field(factory=list)
    undecided: list[int] = field(factory=list)


@define(eq=False)
class Run:
    """One evaluation of a file. With *out* its blocks are kept in a folder beside it until all are done."""

    policy: Policy
    question: Question
    out: str | None = None
    errors: str | None = None
    resume: bool = False
    progress: Progress | None = None

    def run(self) -> Summary:
        """Evaluates the file. Raises FactError for what is wrong with the question, the file or its columns."""
        question = self.question
        used = {os.path.realpath(question.path)}
        for path in (self.out, self.errors):
            if path is None:
                continue
            format_of(path)
            if os.path.realpath(path) in used:
                what = "answers, errors and records cannot be one file"
                raise FactError((FactProblem(plain(path), what, "give another name"),))
            used.add(os.path.realpath(path))
        named = [name for name in (question.id_column, question.as_of_column) if name is not None]
        records = open_records(question.path, question.block_rows, named)
        function = self._function(records)
        summary = Summary(tuple(self.policy.model.rules))
        summary.applicable = [0] * len(summary.rules)
        summary.undecided = [0] * len(summary.rules)
        parts = None if self.out is None and self.errors is None else self._parts()
        for number, block in enumerate(blocks(records.batches, question.block_rows)):
            done = None if parts is None else parts.done(number)
            if done is None:
                done = self._evaluated(function, block, summary.records)
                if parts is not None:
                    parts.keep(number, done)
            _add(summary, done)
            if self.progress is not None:
                self.progress(summary.records, records.count)
        if parts is not None:
            self._finish(parts, function)
        return summary

    def _function(self, records: Records) -> BatchFunction:
        question = self.question
        if records.lines and question.facts_column is not None:
            raise FactError((FactProblem(plain(question.path), "lines of JSON are facts as a whole", None),))
        options = Options(
            question.id_column,
            FACTS if records.lines else question.facts_column,
            question.as_of_column,
            absent=question.absent,
            ignore=question.ignore,
            cells=records.cells,
            left_out=records.lines,
        )
        as_of = instant(self.policy, question.as_of, question.as_of_column)
        program, zone = self.policy.program, self.policy.zone
        return BatchFunction(program, records.schema, as_of=as_of, zone=zone, options=options, form=question.form)

    def _evaluated(self, function: BatchFunction, block: pa.RecordBatch, before: int) -> Part:
        answers = function.answers(block)
        names = None if function.id_index is None else block.column(function.id_index)
        applicable, undecided = counts_of(answers)
        counts = {
            "records": answers.length,
            "failed": len(answers.failed),
            "applicable": applicable.tolist(),
            "undecided": undecided.tolist(),
        }
        result = None if self.out is None else function.told(answers, block)
        return Part(counts, result, errors_of(answers, names, before))

    # --- files ------------------------------------------------------------------------------------------------

    def _parts(self) -> Parts:
        beside = self.out or self.errors
        assert beside is not None
        folder = Path(os.path.realpath(beside)).with_name(f"{Path(beside).name}.parts")
        manifest = self._manifest()
        known = _read_manifest(folder)
        if self.resume and known is not None:
            differing = sorted(name for name in {*manifest, *known} if manifest.get(name) != known.get(name))
            if differing:
                what = f"what was begun asked something else: {', '.join(differing)} differ"
                remedy = "leave --resume out to begin again"
                raise FactError((FactProblem(plain(str(folder)), what, remedy, "bad-fact-file"),))
        elif folder.exists():
            if known is None and any(folder.iterdir()):
                what = "the folder for blocks holds something else"
                raise FactError((FactProblem(plain(str(folder)), what, "move it away", "bad-fact-file"),))
            shutil.rmtree(folder)
        if known is None or not self.resume:
            folder.mkdir()
            _write(folder / "manifest.json", json.dumps(manifest, sort_keys=True, indent=2).encode())
        return Parts(folder)

    def _manifest(self) -> Mapping[str, object]:
        """What the answer depends on, and how it is written."""
        question, policy = self.question, self.policy
        digest = hashlib.sha256()
        with open(question.path, "rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        as_of = instant(policy, question.as_of, question.as_of_column)
        program = policy.program
        record = dict(record_of(program.policy, program.asked(NOTHING, ANY_INSTANT, {}), program.environment))
        for name in ("as_of", "since", "facts"):
            record.pop(name, None)
        written = json.dumps(record, sort_keys=True, ensure_ascii=False, default=str)
        return {
            "version": VERSION,
            "input": digest.hexdigest(),
            "policy": hashlib.sha256(written.encode()).hexdigest(),
            "as_of": None if as_of is None else as_of.isoformat(),
            "columns": [question.as_of_column, question.id_column, question.facts_column],
            "absent": sorted(question.absent),
            "ignore": sorted(question.ignore),
            "form": question.form if self.out is not None else None,
            "block_rows": question.block_rows,
        }

    def _finish(self, parts: Parts, function: BatchFunction) -> None:
        found = list(parts.all())
        if self.out is not None:
            results = (batch for path in found for batch in _read(path, "result"))
            write_records(self.out, function.result, results)
        if self.errors is not None:
            batches = (batch for path in found for batch in _read(path, "errors"))
            schema = errors_of(None, None if function.id_index is None else pa.nulls(0, function.id_type), 0).schema
            write_records(self.errors, schema, batches)
        shutil.rmtree(parts.folder)


# --- blocks that are done -----------------------------------------------------------------------------------


@frozen(eq=False)
class Part:
    """A block that is done: how many of what, the records of the result, what is wrong with facts."""

    counts: Mapping[str, Any]
    result: pa.RecordBatch | None
    errors: pa.RecordBatch


@frozen
class Parts:
    """Blocks that are done, a folder of files: of each its counts, written last, its result and its errors."""

    folder: Path

    def done(self, number: int) -> Part | None:
        """The counts of a block that is done; None when it is not."""
        path = self._path(number)
        if not path.exists():
            return None
        counts = json.loads(path.read_bytes())
        return Part(counts, None, pa.RecordBatch.from_arrays([], names=[]))

    def keep(self, number: int, part: Part) -> None:
        path = self._path(number)
        for name, batch in (("result", part.result), ("errors", part.errors)):
            if batch is not None:
                sink = pa.BufferOutputStream()
                with pa.ipc.new_file(sink, batch.schema) as writer:
                    writer.write_batch(batch)
                _write(path.with_suffix(f".{name}"), sink.getvalue())
        # INVARIANT: the counts are written last: where they are, the rest is.
        _write(path, json.dumps(part.counts).encode())

    def all(self) -> Iterator[Path]:
        number = 0
        while self._path(number).exists():
            yield self._path(number)
            number += 1

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08d}.json"


def _read(path: Path, name: str) -> Iterator[pa.RecordBatch]:
    with pa.OSFile(str(path.with_suffix(f".{name}"))) as source, pa.ipc.open_file(source) as reader:
        for n in range(reader.num_record_batches):
            yield reader.get_batch(n)


def _write(path: Path, content: Any) -> None:
    temporary = path.with_name(f"{path.name}.tmp")
    with open(temporary, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def _read_manifest(folder: Path) -> Mapping[str, object] | None:
    try:
        found = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _add(summary: Summary, part: Part) -> None:
    summary.records += part.counts["records"]
    summary.failed += part.counts["failed"]
    for mine, more in ((summary.applicable, part.counts["applicable"]), (summary.undecided, part.counts["undecided"])):
        mine[:] = [one + other for one, other in zip(mine, more, strict=True)]
