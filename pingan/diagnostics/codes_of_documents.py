"""Codes about citations, registers, and how files belong together."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_DOCUMENTS = (
    Code(
        "cited-and-omitted",
        "a clause is cited and listed as not encoded",
        """`omits` names the clauses that no rule stands for.""",
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
            omits "1-a" "not ours"
        }
        actor warden
        action close_road
        rule closing {
            cite "1-a"
            then warden must close_road
        }
        === flood.jsonl
        {"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
        {"id": "flood-1-b", "locator": "1", "anchor": "tell the mayor"}
        """,
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
            omits "1-b" "not ours"
        }
        actor warden
        action close_road
        rule closing {
            cite "1-a"
            then warden must close_road
        }
        === flood.jsonl
        {"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
        {"id": "flood-1-b", "locator": "1", "anchor": "tell the mayor"}
        """,
    ),
    Code(
        "duplicate-citation",
        "a clause is cited twice in one declaration",
        """Once is enough.""",
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
        }
        actor warden
        action close_road
        rule closing {
            cite "1-a", "1-a"
            then warden must close_road
        }
        === flood.jsonl
        {"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
        {"id": "flood-1-b", "locator": "1", "anchor": "tell the mayor"}
        """,
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
        }
        actor warden
        action close_road
        rule closing {
            cite "1-a"
            then warden must close_road
        }
        === flood.jsonl
        {"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
        {"id": "flood-1-b", "locator": "1", "anchor": "tell the mayor"}
        """,
    ),
    Code(
        "no-citation",
        "a rule cites no clause",
        """The document is the authority: where a policy has a register of clauses, every rule says which of them it
        stands for.""",
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
        }
        actor warden
        action close_road
        rule closing {
            then warden must close_road
        }
        === flood.jsonl
        {"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
        {"id": "flood-1-b", "locator": "1", "anchor": "tell the mayor"}
        """,
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
        }
        actor warden
        action close_road
        rule closing {
            cite "1-a"
            then warden must close_road
        }
        === flood.jsonl
        {"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
        {"id": "flood-1-b", "locator": "1", "anchor": "tell the mayor"}
        """,
    ),
    Code(
        "two-parents",
        "a policy extends two others",
        """A policy extends one other; which of two parents goes first could not be said.""",
        """
        === flood.rules
        policy flood {
            extends national, river
        }
        === national.rules
        policy national
        === river.rules
        policy river
        """,
        """
        === flood.rules
        policy flood {
            extends river
        }
        === national.rules
        policy national
        === river.rules
        policy river {
            extends national
        }
        """,
    ),
    Code(
        "unknown-clause",
        "the register has no such clause",
        """Clauses are cited by their ids in the register, with or without the name of the policy before them.""",
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
        }
        actor warden
        action close_road
        rule closing {
            cite "1-c"
            then warden must close_road
        }
        === flood.jsonl
        {"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
        {"id": "flood-1-b", "locator": "1", "anchor": "tell the mayor"}
        """,
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
        }
        actor warden
        action close_road
        rule closing {
            cite "1-a"
            then warden must close_road
        }
        === flood.jsonl
        {"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
        {"id": "flood-1-b", "locator": "1", "anchor": "tell the mayor"}
        """,
    ),
)
