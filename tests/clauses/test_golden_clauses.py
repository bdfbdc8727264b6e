"""Figures, days, permissions and prohibitions of twelve documents: the hardest clauses of these kinds."""

from __future__ import annotations

import pingan
from pingan.syntax import nodes
from tests.clauses.golden import GOLDEN, cited, ids

FILE = GOLDEN / "hard_clauses.rules"
BEARING = (nodes.Rule, nodes.Definition)

# The clauses of the ten registers beside the two shipped ones that are of these kinds and can be acted on.
CLAUSES = {
    "ankang": "3-b",
    "county": ("2.2.2-h 2.2.4-c 2.2.4-d 2.4.1-c 2.4.3-a 2.4.3-c 2.5.1-a 3.1-a 3.1-e 3.2-a 3.2.1-d 3.3-a 3.3-b 4.5-b "),
    "district5": "p3-b p3-c p3-d p3-e A2.3-e A3.1-f A3.1-g A3.1-h A3.1-i",
    "gongcheng": "1-b 1-c 1-d 1-e 1-f 2.6-a",
    "jinzhou": "p3-h p3-i A2-f B.health-d",
    "jizhou": "2-p 2-q 2-t 5-g 5-i 8-d",
    "opinion3": "3-j 4-k 4-l 5-a",
    "wuhan": "2.1-e 2.3-a 2.4-a 2.4-b 2.5-a 2.5-e 3.3-e 3.4-b 3.4-d",
    "xigong": (
        "p9-b p9-e p9-f p9-g p9-h p9-i p9-j p9-k C1-a C1-b C1-c C1-d C1-e C1-f C1-g C2-a C2-b C2-c C2-d "
        "C2-e C2-f C2-g C3-a C3-b C3-c C3-d C3-e C3-f "
    ),
    "zhangping": "2.2-e 3.1-a 3.2-a 3.3-a 3.3-g 3.3-i",
}


def test_every_such_clause_of_the_ten_registers_is_cited() -> None:
    """What is a step of measures that grow, or a report, stands in the files of its own."""
    files = [FILE, GOLDEN / "graded_sanctions.rules", GOLDEN / "hard_escalations.rules"]
    assert ids(CLAUSES) - set[str]().union(*(cited(file, BEARING) for file in files)) == set()


def test_the_two_shipped_documents_are_in_it_too() -> None:
    assert {c.split("-")[0] for c in cited(FILE, BEARING)} == {*CLAUSES, "jilin", "national"}


def test_bare_members_are_gone_over_where_one_enum_has_them_all() -> None:
    policy = pingan.load(FILE)
    norms = [n for n in policy.evaluate({}, as_of="2018-06-01").norms if n.rule == "ways_to_book"]
    assert [str(n.modality) for n in norms] == ["may"] * 3


def test_a_member_that_is_an_argument_is_told_once() -> None:
    told = pingan.load(FILE).evaluate({}, as_of="2018-06-01").to_text()
    assert "  patient may book(by: consulting_room)\n" in told
