"""What a name may be made of: Latin letters, Han characters, digits, underscores.

The classes are explicit ranges because the tables behind ``\\w`` differ between versions of Python.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LATIN: Final = "A-Za-zÀ-ÖØ-öø-ı\u0134-\u013e\u0141-\u0148\u014a-\u017e"
HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002a6df\U0002a700-\U0002ebe0\U00030000-\U000323af"
NAME_START: Final = f"{LATIN}{HAN}_"
"""The inside of a character class: what a name may begin with."""
NAME_REST: Final = f"{NAME_START}0-9"
"""The inside of a character class: what may follow."""

MAXIMUM_NAME: Final = 128
_NAME = re.compile(f"[{NAME_START}][{NAME_REST}]*")


def is_name(text: str) -> bool:
    """Whether *text* has the form of a name (it may still be a reserved word)."""
    return _NAME.fullmatch(text) is not None


_TWINS: Final = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυ" + "エロカニハタトーへヘミ",
        "ABESIJKMHOPCTYXaesijopcyxdqwh" + "ABEZHIKMNOPTYXaikvopu" + "工口力二八夕卜一八八三",
        strict=True,
    )
)
"""Letters of other scripts, and the Latin letter or Han character that they are taken for."""

_SAME_LOOK: Final = str.maketrans(
    "0lI1" + "末士曰巳已入囗戌戍醫療傷員時為與關構務應當對報發處門",
    "Olll" + "未土日己己人口戊戊医疗伤员时为与关构务应当对报发处门",
)


def lookalike(character: str) -> str | None:
    """The character of names that *character* is taken for, None when it is one itself or like none: Cyrillic `а`."""
    twin = _TWINS.get(character)
    if twin is not None:
        return twin
    folded = unicodedata.normalize("NFKC", character)
    return folded if folded != character and re.fullmatch(f"[{NAME_REST}]+", folded) else None


def skeleton(name: str) -> str:
    """What *name* looks like: two names with one skeleton are hard to tell apart (`未定`, `末定`; `醫院`, `医院`)."""
    return name.translate(_SAME_LOOK)
