"""The hardest escalations and supervisions of ten documents, and forms in a vocabulary that is Chinese throughout."""

from __future__ import annotations

import pingan
from tests.clauses.golden import GOLDEN, cited, ids

FILE = GOLDEN / "hard_escalations.rules"

# The clauses of the ten registers beside the two shipped ones that are of these two kinds.
CLAUSES = {
    "county": "2.1.1-h 2.1.2-i 2.1.2-j 2.1.3-c 2.5.1-f",
    "district5": "A5-b",
    "jizhou": "4-j 4-k",
    "xigong": "D2-c D2-d D2-e D2-f D2-g D2-h",
    "zhangping": "3.3-e",
}


def test_every_clause_of_the_ten_registers_is_cited() -> None:
    assert ids(CLAUSES) - cited(FILE) == set()


def test_their_norms_are_grouped_by_what_they_are() -> None:
    policy = pingan.load(FILE)
    kinds = {n.rule: n.kind for n in policy.evaluate({}, as_of="2021-11-01").norms}
    assert {kinds[r] for r in ("violent_dispute", "report_case", "call_police")} == {"escalation"}
    assert {kinds[r] for r in ("ask_for_listing", "injured_staff", "injured_staff_release")} == {"supervision"}
