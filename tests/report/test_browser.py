"""A real browser shows and prints the page: nothing overflows, nothing is fetched, nothing is complained of."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pingan
from tests.report.conftest import Report

playwright = pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

PHONE = {"width": 360, "height": 800}
DESK = {"width": 1280, "height": 900}
WIDER = """() => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('svg') && !e.closest('.scroll') && e.getClientRects().length)
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.tagName + ' ' + e.className + ' ' + e.textContent.slice(0, 40))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        # No user of a test machine needs to be kept from our own page, and containers have no sandbox to offer.
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def pages(report: Report, blockade: tuple[pingan.Policy, pingan.Outcome], tmp_path_factory: Any) -> dict[str, Path]:
    long = "x" * 400
    made = {
        "pool": report({"guard_name": long}, title=f"A pool {long}", show_sensitive=True),
        "rule": pingan.report_of(*blockade, language="zh", rules=["remove_after_warning", "guards"]),
        "whole": pingan.report_of(*blockade, language="en"),
    }
    folder = tmp_path_factory.mktemp("pages")
    for name, document in made.items():
        (folder / f"{name}.html").write_text(document.to_html(), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def opened(browser: Any, path: Path, viewport: dict[str, int], **options: Any) -> tuple[Any, list[str]]:
    """The page, and everything that it said or asked for beside itself."""
    page = browser.new_page(viewport=viewport, **options)
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if request.url != path.as_uri() else None)
    page.goto(path.as_uri())
    return page, heard


@pytest.mark.parametrize("name", ["pool", "rule", "whole"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_is_wider_than_the_screen_and_nothing_is_fetched(
    browser: Any, pages: dict[str, Path], name: str, viewport: dict[str, int]
) -> None:
    page, heard = opened(browser, pages[name], viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert page.evaluate(WIDER) == []
    assert heard == []
    page.close()


def test_reasons_are_folded_on_a_screen_and_open_on_paper(browser: Any, pages: dict[str, Path]) -> None:
    page, _ = opened(browser, pages["pool"], PHONE)
    steps = page.locator("#why-1 .steps")
    assert not steps.is_visible()
    page.locator("#why-1 summary").click()
    assert steps.is_visible()
    page.locator("#why-1 summary").click()
    page.emulate_media(media="print")
    assert steps.is_visible()
    assert not page.locator("#why-1 summary").is_visible()
    page.close()


def test_on_paper_it_is_black_on_white_whatever_the_screen(browser: Any, pages: dict[str, Path]) -> None:
    page, _ = opened(browser, pages["pool"], DESK, color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    ink = "getComputedStyle(document.body).color"
    assert page.evaluate(paper) == "rgb(21, 24, 27)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
    page.close()


def test_it_prints_on_a4_with_as_many_pages_as_one_would_expect(browser: Any, pages: dict[str, Path]) -> None:
    page, _ = opened(browser, pages["pool"], DESK)
    content = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {(595, 842)}
    assert 4 <= len(re.findall(rb"/Type /Page\b", content)) <= 12
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(browser: Any, pages: dict[str, Path], scheme: str) -> None:
    page, _ = opened(browser, pages["whole"], DESK, color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []
    page.close()


CONTRAST = """() => {
  const channels = c => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const f = v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
    return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
  const behind = e => { for (; e; e = e.parentElement) { const c = channels(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const seen = new Map();
  for (const e of document.querySelectorAll('body *:not(svg):not(svg *)')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length) continue;
    const ink = getComputedStyle(e).color, paper = behind(e), key = ink + paper;
    if (seen.has(key)) continue;
    const [a, b] = [light(channels(ink)), light(paper)].sort((x, y) => y - x);
    seen.set(key, (a + .05) / (b + .05) < 4.5 ? `${e.className} ${ink} on ${paper}` : '');
  }
  return [...seen.values()].filter(Boolean);
}"""
