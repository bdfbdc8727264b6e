"""`untranslated-text`: a text that has no translation where the others have one."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.modules.translations import translations_file
from pingan.translation.texts import reads_as, texts_of


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for module in looked.modules:
        for language, translations in module.translations.items():
            for text in texts_of(looked.model, module.name):
                if text.text not in translations and not reads_as(text.text, language):
                    file = translations_file(module.name, language)
                    message = f"“{text.text}” ({text.where}) is not translated in `{file}`"
                    yield found(message, module.span, help="`pingan translate` lists it there")


LINT = Lint(
    code="untranslated-text",
    group="documents",
    title="a text without a translation, where others have one",
    what="""Reports a note, question, reason or title of a policy that the file of translations beside it lacks; a text
        that looks as if it were in that language already needs none.""",
    why="A page that is half in one language and half in another is read by nobody with pleasure.",
    example="""
        === flood.rules
        policy flood "Floods of the river" {
            document "Order 3"
        }
        === flood.zh.toml
        [texts]
        "Floods of the river" = "河流防汛"
        """,
    better="""
        === flood.rules
        policy flood "Floods of the river" {
            document "Order 3"
        }
        === flood.zh.toml
        [texts]
        "Floods of the river" = "河流防汛"
        "Order 3" = "三号令"
        """,
    check=check,
)
