"""Codes about libraries and what they bring: clause forms, dialects, functions, calendars, exporters."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_LIBRARIES = (
    Code(
        "bad-form",
        "a declaration of a clause form does not say what its form needs",
        """A clause form has rules of its own, beside those of the grammar: a ladder has stages, an escalation says to
        whom. What the form asks for is in the message, and on its page.""",
        """
        policy flood
        fact depth: integer >= 0
        actor warden
        action watch_dike
        ladder alarm {
            stage watch { when depth >= 30 then warden must watch_dike }
        }
        """,
        """
        policy flood
        fact depth: integer >= 0
        actor warden
        action watch_dike
        action close_road
        ladder alarm {
            stage watch { when depth >= 30 then warden must watch_dike }
            stage closing { when depth >= 50 then warden must close_road }
        }
        """,
    ),
    Code(
        "library-failed",
        "a library does not do what it has to do",
        """What a library brings is somebody else's program. One that raises an error, gives something that it must not
        give, or adds words and productions that can be read in two ways, is named here with what it did, and the text
        is not used. That is no mistake of the policy: tell the authors of the library, and write the clause as a rule
        until it is mended. In the example the form `tide` of the library `tides` is broken.""",
        """
        policy flood { needs tides }
        fact depth: integer >= 0
        tide spring {
            when depth >= 30
        }
        """,
        """
        policy flood { needs tides }
        fact depth: integer >= 0
        actor warden
        action watch_dike
        rule spring {
            when depth >= 30
            then warden must watch_dike
        }
        """,
    ),
    Code(
        "bad-library",
        "a library is not what libraries are",
        """A library is a `Library` whose fields hold what they are for; a dialect has every word that the grammar asks
        for, a calendar days within its table. What is missing or wrong is listed. The policy is fine; the library's
        author has to mend it.""",
        """
        # read with a library whose `functions` are a list, not a tuple
        policy flood { needs floods }
        """,
        """
        # read with a library whose `functions` are a tuple
        policy flood { needs floods }
        """,
    ),
    Code(
        "library-clash",
        "two libraries bring something of one name",
        """Libraries that are used together must not give one name, or one word, two meanings: of a function, a clause
        form, a dialect, a calendar, an exporter, a module. What the language has itself is never replaced.""",
        """
        # read with the libraries `floods` and `tides`, which both bring a function `crest`
        policy flood { needs floods }
        """,
        """
        # read with the library `floods` alone
        policy flood { needs floods }
        """,
    ),
    Code(
        "missing-library",
        "a file needs a library that it is not read with",
        """`needs` in a header names the libraries whose functions, clause forms, calendars, vocabularies or dialect the
        file uses. Libraries are never looked for by themselves: give one by name (`--library NAME`,
        `standard_environment("NAME")`), after its package has been installed.""",
        """
        policy flood { needs floods }
        """,
        """
        policy flood
        """,
    ),
    Code(
        "missing-need",
        "a file uses a library without saying that it needs it",
        """A file means the same wherever it is read, so it says which libraries it needs, whatever it is read with: for
        their functions, their modules, and to be written in their dialects.""",
        """
        # read with the library `floods`, which brings the function `crest`
        policy flood
        fact level: integer
        actor warden
        rule watch { then warden must ensure crest(level) < 300 }
        """,
        """
        # read with the library `floods`, which brings the function `crest`
        policy flood { needs floods }
        fact level: integer
        actor warden
        rule watch { then warden must ensure crest(level) < 300 }
        """,
    ),
    Code(
        "unknown-library",
        "no installed package offers a library of this name",
        """A library given by name is the one that an installed package offers under it, as an entry point of the group
        `pingan.libraries`. `pingan list --libraries` names those that are installed.""",
        """
        # read with `--library flods`
        policy flood { needs floods }
        """,
        """
        # read with `--library floods`
        policy flood { needs floods }
        """,
    ),
)
