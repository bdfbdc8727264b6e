"""What an exception says in a line."""

from __future__ import annotations

import pytest

import pingan


def test_the_error_is_told_and_not_the_warning_above_it() -> None:
    text = (
        'policy flood\nactor warden\naction report\nfact rain: boolean optional\nrule reporting {\n    cite "1", "1"\n'
    )
    with pytest.raises(pingan.PolicyError, match=r"nothing compares with `absent`.*\(and 1 more\)") as caught:
        pingan.load(pingan.Source("flood.rules", text + "    when rain = absent\n    then warden must report\n}\n"))
    assert [d.code for d in caught.value.diagnostics] == ["duplicate-citation", "compared-with-absent"]
