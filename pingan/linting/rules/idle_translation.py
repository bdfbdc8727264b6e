"""`idle-translation`: a translation of what the policy does not say."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.suggest import did_you_mean
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.modules.translations import translations_file
from pingan.translation.texts import texts_of


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for module in looked.modules:
        said = [text.text for text in texts_of(looked.model, module.name)]
        for language, translations in module.translations.items():
            for text in translations:
                if text not in said:
                    file = translations_file(module.name, language)
                    message = f"`{file}` translates “{text}”, which `{module.name}` does not say"
                    yield found(
                        message, module.span, help=did_you_mean(text, said) or "`pingan translate` sorts it out"
                    )


LINT = Lint(
    code="idle-translation",
    group="documents",
    title="a translation of what the policy does not say",
    what="Reports a text in the file of translations beside a policy that the policy does not hold (any more).",
    why="""The text was changed and its translation was not: readers of the other language are told the new text
        untranslated, and nobody notices.""",
    example="""
        === flood.rules
        policy flood "Floods of the river"
        === flood.zh.toml
        [texts]
        "Floods" = "防汛"
        """,
    better="""
        === flood.rules
        policy flood "Floods of the river"
        === flood.zh.toml
        [texts]
        "Floods of the river" = "河流防汛"
        """,
    check=check,
)
