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
    Code(
        "bad-path",
        "a module or register is named by a path",
        """Modules and registers are named, not found by a path: a policy can never reach a file outside its folder.""",
        """
        policy flood {
            clauses "../flood.jsonl"
        }
        """,
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
        }
        === flood.jsonl
        {"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
        """,
    ),
    Code(
        "bad-register",
        "the register of clauses is not well formed",
        """Each line of a register is a JSON object with an `id` of its own, and may have `locator`, `anchor` and
        `summary`.""",
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
        }
        === flood.jsonl
        {"locator": "1", "anchor": "close the road"}
        """,
        """
        === flood.rules
        policy flood {
            clauses "flood.jsonl"
        }
        === flood.jsonl
        {"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
        """,
    ),
    Code(
        "bad-translation",
        "a file of translations is not well formed",
        """The file `NAME.LANGUAGE.toml` beside `NAME.rules` holds one table, `[texts]`: what each text of the policy
        (a note, a question, a reason, a title) is in that language, on one line. `pingan translate` writes it.""",
        """
        === flood.rules
        policy flood "Floods"
        === flood.zh.toml
        [texts]
        "Floods" = 3
        """,
        """
        === flood.rules
        policy flood "Floods"
        === flood.zh.toml
        [texts]
        "Floods" = "防汛"
        """,
    ),
    Code(
        "case-clash",
        "two modules differ only in the case of letters",
        """Some file systems take the two for one file, and the policy would mean something else there.""",
        """
        === flood.rules
        policy flood {
            uses water, Water
        }
        === water.rules
        vocabulary water
        === Water.rules
        vocabulary Water
        fact wet: boolean
        """,
        """
        === flood.rules
        policy flood {
            uses water, sea
        }
        === water.rules
        vocabulary water
        === sea.rules
        vocabulary sea
        fact wet: boolean
        """,
    ),
    Code(
        "not-utf-8",
        "a file is not UTF-8 text",
        """Policy files are UTF-8. Editors that save Chinese text as GBK have a setting for it. The example stands
        for a file saved as GBK.""",
        """
        policy flood "洪水"
        """,
        """
        policy flood "洪水"
        """,
        encoding="gbk",
    ),
    Code(
        "unknown-module",
        "there is no such file or module",
        """`uses` and `extends` name modules: files of that name beside the policy, in its `vocabulary` folder, or
        among those that come with pingan.""",
        """
        policy flood {
            uses watr
        }
        """,
        """
        === flood.rules
        policy flood {
            uses water
        }
        === water.rules
        vocabulary water
        """,
    ),
    Code(
        "unreadable-file",
        "a file is there and cannot be read",
        """It may be a folder, belong to somebody else, or be a link that leads out of the folder of the policy,
        which is not followed. In the example `water.rules` is such a link.""",
        """
        === flood.rules
        policy flood {
            uses water
        }
        === water.rules -> ../water.rules
        """,
        """
        === flood.rules
        policy flood {
            uses water
        }
        === water.rules
        vocabulary water
        """,
    ),
    Code(
        "wrong-module",
        "a policy is used, or a vocabulary extended",
        """`uses` takes in what a vocabulary declares; `extends` builds on the rules of another policy.""",
        """
        === flood.rules
        policy flood {
            uses national
        }
        === national.rules
        policy national
        """,
        """
        === flood.rules
        policy flood {
            extends national
        }
        === national.rules
        policy national
        """,
    ),
    Code(
        "wrong-name",
        "a file and the module in it have different names",
        """Modules are found by the names of their files.""",
        """
        === flood.rules
        policy flod
        """,
        """
        === flood.rules
        policy flood
        """,
    ),
)
