"""One search for pages in two languages: English words by their stems, Chinese by pairs of characters.

A dictionary would cut what readers type otherwise than what pages say; pairs find every text of two characters or more,
wherever it stands, and need no package.
"""

from __future__ import annotations

import re

import snowballstemmer
from sphinx.search import SearchLanguage
from sphinx.search._stopwords.en import ENGLISH_STOPWORDS

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
RUNS = re.compile(rf"[{HAN}]+|[^\W{HAN}]+")


def split(text: str) -> list[str]:
    """The words of *text*: runs of letters, and every pair of neighbours in a run of Han characters."""
    words: list[str] = []
    for run in RUNS.findall(text):
        if "\u3400" <= run[0] <= "\u9fff" and len(run) > 1:
            words += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            words.append(run)
    return words


class BothLanguages(SearchLanguage):
    """How Sphinx cuts pages and questions into words; the second half of it runs in the reader's browser."""

    lang = "en+zh"
    language_name = "English"  # whose stemmer, in the browser
    js_stemmer_rawcode = "english-stemmer.js"
    stopwords = ENGLISH_STOPWORDS
    # INVARIANT: cuts exactly as `split` does.
    js_splitter_code = r"""
var splitQuery = function (query) {
    var words = [];
    var runs = query.match(/[\u3400-\u4dbf\u4e00-\u9fff]+|(?:(?![\u3400-\u4dbf\u4e00-\u9fff])[\p{L}\p{N}_])+/gu) || [];
    runs.forEach(function (run) {
        if (/^[\u3400-\u9fff]/.test(run) && run.length > 1) {
            for (var at = 0; at + 1 < run.length; at++) words.push(run.slice(at, at + 2));
        } else {
            words.push(run);
        }
    });
    return words;
};
"""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.stemmer = snowballstemmer.stemmer("english")

    def split(self, input: str) -> list[str]:
        return split(input)

    def stem(self, word: str) -> str:
        return str(self.stemmer.stemWord(word.lower())) if word.isascii() else word.lower()
