"""The page of a code, and of all codes: for a terminal, and as Markdown for the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.code import Code
from pingan.linting.known import ALL_CODES, GROUPS, KNOWN, Known
from pingan.linting.lint import Option
from pingan.linting.mends import MENDED_ERRORS


def explained(code: Code) -> str:
    """The page of *code* as text for a terminal."""
    lines = [f"{code.name}: {code.title}", ""]
    for heading, text in _sections(code):
        indented = "\n".join(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))
        lines += [f"{heading}:", "", indented, ""]
    return "\n".join(lines).rstrip("\n")


def page(code: Code) -> str:
    """The page of *code* in the documentation, as Markdown."""
    lines = [f"# {code.name}", "", f"{code.title[0].upper()}{code.title[1:]}.", ""]
    for heading, text in _sections(code):
        body = ["```rules", text.rstrip("\n"), "```"] if heading in ("Example", "Better") else [text.rstrip("\n")]
        lines += [f"## {heading}", "", *body, ""]
    return "\n".join(lines)


def _sections(code: Code) -> Iterator[tuple[str, str]]:
    """Headings and what stands under them; of an error there is nothing to set up."""
    rule = KNOWN.get(code.name)
    yield ("What it means", code.explanation) if rule is None else ("What it does", rule.what)
    if rule is not None:
        yield "Why it matters", rule.why
    yield "Example", code.example
    yield "Better", code.better
    yield "Configuration", _ERROR if rule is None else configuration(rule)
    fix = MENDED_ERRORS.get(code.name) if rule is None else rule.fix
    if fix is not None:
        yield "Fix", fix


_ERROR = "An error: it cannot be allowed or switched off."


def configuration(rule: Known) -> str:
    """What of *rule* may be set, as a paragraph or a list."""
    default = f"by default, as {_article(rule.severity.value)}" if rule.is_on else "only where it is selected"
    lines = [f"Group `{rule.group}`; runs {default}. Allowed with `# pingan: allow {rule.code}`."]
    if rule.options:
        lines += ["", f"Options, in `[tool.pingan.lint.{rule.code}]`:", ""]
        lines += [f"- `{option.name} = {written(option)}`: {option.meaning}" for option in rule.options]
    return "\n".join(lines)


def written(option: Option) -> str:
    """The default of *option* as TOML."""
    match option.default:
        case bool(flag):
            return "true" if flag else "false"
        case tuple(texts):
            return "[" + ", ".join(f'"{text}"' for text in texts) + "]"
        case int(number):
            return str(number)
        case text:
            return f'"{text}"'


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def listed(*, groups: bool = True) -> str:
    """Every code in a line: errors, then rules by group, each with what may be done about it."""
    errors = [code for code in ALL_CODES.values() if code.name not in KNOWN]
    lines = ["errors:", *(f"  {_line(code)}" for code in errors)]
    for group in GROUPS if groups else ():
        rules = [rule for rule in KNOWN.values() if rule.group == group]
        if rules:
            lines += ["", f"{group}:", *(f"  {_line(ALL_CODES[rule.code])}" for rule in rules)]
    return "\n".join(lines)


def _line(code: Code) -> str:
    rule = KNOWN.get(code.name)
    fixable = " [*]" if (rule.fix if rule else code.name in MENDED_ERRORS) else ""
    off = " (off by default)" if rule is not None and not rule.is_on else ""
    return f"{code.name}: {code.title}{fixable}{off}"


def index() -> str:
    """The page of all codes in the documentation, as Markdown."""
    lines = [
        "# Diagnostics",
        "",
        "Every code that `pingan check` reports; `pingan explain CODE` shows a page. A star marks what `--fix` can "
        "mend (with `--unsafe-fixes`, where its page says that the fix is not safe).",
        "",
        *rules_table(""),
        "",
        "## Errors",
        "",
        "They cannot be allowed or switched off.",
        "",
        "| code | what is wrong | fix |",
        "|---|---|---|",
    ]
    errors = [code for code in ALL_CODES.values() if code.name not in KNOWN]
    lines += [f"| [{c.name}]({c.name}.md) | {c.title} | {'*' if c.name in MENDED_ERRORS else ''} |" for c in errors]
    return "\n".join([*lines, ""])


def rules_table(folder: str) -> list[str]:
    """The rules by group, as lines of Markdown; *folder* is where their pages are, seen from the page."""
    lines: list[str] = []
    for group in GROUPS:
        rules = [rule for rule in KNOWN.values() if rule.group == group]
        if rules:
            heading = [f"## Rules: {group}" if not folder else f"### {group}", ""]
            lines += ["", *heading, "| code | what it finds | by default | fix |", "|---|---|---|---|"]
            lines += [
                f"| [{r.code}]({folder}{r.code}.md) | {r.title} | {r.severity.value if r.is_on else 'off'} "
                f"| {'*' if r.fix else ''} |"
                for r in rules
            ]
    return lines[1:]
