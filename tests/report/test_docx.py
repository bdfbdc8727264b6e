"""The Word document: it opens, says the same, and is the same to the byte."""

from __future__ import annotations

import builtins
import io
import zipfile
from typing import Any

import pytest

import pingan
from tests.report.conftest import Report

docx = pytest.importorskip("docx")


def texts(content: bytes) -> list[str]:
    """The texts of a Word document in their order: paragraphs and the cells of tables."""
    document = docx.Document(io.BytesIO(content))
    found: list[str] = []
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            for row in part.rows:
                seen: list[Any] = []
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.append(cell._tc)
                        found += [line for p in cell.paragraphs for line in p.text.split("\n")]
        else:
            found += part.text.split("\n")
    return [text for text in found if text.strip()]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_says_what_the_report_says_in_the_same_order(report: Report, language: str) -> None:
    made = report(language=language)
    told = " ".join(" ".join(texts(made.to_docx())).split())
    wanted = " ".join(" ".join(made.texts(pictures=False)).split())
    assert told == wanted


def test_of_a_policy_that_ships_it_says_the_same_too(blockade: tuple[pingan.Policy, pingan.Outcome]) -> None:
    made = pingan.report_of(*blockade, language="zh", rules=["remove_after_warning", "on_scene_notice"])
    told = " ".join(" ".join(texts(made.to_docx())).split())
    assert told == " ".join(" ".join(made.texts(pictures=False)).split())


def test_the_same_report_gives_the_same_bytes_and_no_date_of_today(report: Report) -> None:
    content = report().to_docx()
    assert content == report(fresh=True).to_docx()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "2000-01-01T00:00:00Z" in core
    assert "python-docx" not in core


def test_heads_of_tables_come_again_on_each_page_and_numbers_lead_to_their_reasons(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(report().to_docx())) as archive:
        body = archive.read("word/document.xml").decode()
        assert not [name for name in archive.namelist() if "external" in archive.read(name).decode("latin-1").lower()]
    assert "w:tblHeader" in body
    assert 'w:anchor="why_1"' in body
    assert 'w:name="why_1"' in body


def test_hostile_texts_are_texts(pool: pingan.Policy, report: Report) -> None:
    title = "<w:p>\x00\x1b\u202e & ]]> \ufffe"
    content = report(title=title).to_docx()
    assert texts(content)[0].startswith("<w:p><U+0000><U+001B><U+202E> & ]]> ")


def test_without_the_extra_it_says_what_to_install(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "docx":
            raise ImportError(name)
        return whole(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(pingan.MissingPackage, match=r"pingan\[report\]"):
        report().to_docx()
