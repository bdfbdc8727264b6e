"""What is compiled is made of slots alone: no word of a policy is in it."""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from datetime import date

import pytest

import pingan
from pingan.masks import generated
from pingan.masks.decider import Decider
from pingan.masks.folding import Folder
from pingan.program.deciding import strata_for, tables_for

SLOT = re.compile(
    r"tp|it|ts|bi|dt|la|st|facts|as_of|made|[mudtprsex]|t?[vcwtr][0-9]+|tuple|len|values|same_quantum|Exception"
)

HOSTILE = """
policy os { zone "Asia/Shanghai" }
enum Import { eval, exec, __class__, lambda_ }
record Self {
    import_os "系统": boolean
    globals: Import
    c0: integer >= 0 and <= 9
    v0: integer
    facts: decimal
    as_of_day: date optional
    words: text
    exec: set of Import
    length: duration
    at: datetime
}
fact self_ "本案": Self
fact open: boolean
actor police
action act
rule a { when self_.import_os and self_.globals = exec and self_.c0 >= 3 then police must act }
rule b { when self_.v0 > 5 or self_.facts < 0.5 or self_.words = "__import__('os')" then police must act }
rule c { when self_.exec has eval and self_.length > 2 hours and open then police must act }
rule d { when self_.at >= 2016-01-05T10:00+08:00 and present(self_.as_of_day) then police must act }
"""
FACTS = {
    "import_os": True,
    "globals": "exec",
    "c0": 3,
    "v0": 6,
    "facts": "0.25",
    "as_of_day": None,
    "words": "a",
    "exec": ["eval"],
    "length": "3 hours",
    "at": "2016-01-05T10:00+08:00",
}


def test_source_holds_slots_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    sources: list[str] = []
    made = generated.compiled
    monkeypatch.setattr(generated, "compiled", lambda source, space: [sources.append(source), made(source, space)][1])
    program = pingan.load(pingan.Source("hostile", HOSTILE)).program
    tables = tables_for(program)
    assert tables is not None
    decider = Decider(tables, strata_for(program))
    decision = decider.decide({"self_": FACTS}, date(2016, 6, 1))
    assert decision is not None
    assert Folder(tables).applicable(decision) == ("os.a", "os.b")
    for missing in (False, True) * 20:  # the facts themselves are read by functions after a while
        given = {**FACTS, "v0": 7}
        if missing:
            del given["words"]
        assert decider.decide({"self_": given, "open": True}, date(2016, 6, 1)) is not None
    assert len(sources) >= 4
    for source in sources:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.NAME:
                assert keyword.iskeyword(token.string) or SLOT.fullmatch(token.string), token
            assert token.type != tokenize.STRING
