"""What a name may be made of: Latin letters, Han characters, digits, underscores.

The classes are explicit ranges because the tables behind ``\\w`` differ between versions of Python.
"""

from __future__ import annotations

import re
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
