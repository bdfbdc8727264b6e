"""Working days in the Rhineland, 2026: a table made by hand, from public holidays that have fixed names."""

import hashlib
from datetime import date

from pingan.language.calendar import Calendar

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
HOLIDAYS = frozenset(
    {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 6, 4),
        date(2026, 12, 25),
    }
)

RHINELAND = Calendar(
    name="rhineland",
    first=FIRST,
    last=LAST,
    holidays=HOLIDAYS,
    workdays=frozenset(),
    sources=("public holidays of the Rhineland, 2026",),
    digest=hashlib.sha256(repr((FIRST, LAST, sorted(HOLIDAYS))).encode()).hexdigest(),
)
