"""Colours for policy text without reading it: what each piece of a line most likely is.

The words come from ``grammars/`` (those of the language, of its clause forms, of whatever dialect is given), so a new
word is highlighted as soon as it is one. One list of patterns serves two readers: `pingan.highlighting.lexer` for
Pygments, and `pingan.highlighting.textmate` for editors. Broken text is coloured as well as it can be; who wants to
know what a piece *is* asks the parser, or an editor's semantic tokens.
"""

from __future__ import annotations

from pingan.highlighting.kinds import Kind
from pingan.highlighting.patterns import Pattern, patterns
from pingan.highlighting.scanning import Piece, pieces
from pingan.highlighting.words import Words, words_of

__all__ = ["Kind", "Pattern", "Piece", "Words", "patterns", "pieces", "words_of"]
