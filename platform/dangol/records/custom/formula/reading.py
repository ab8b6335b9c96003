"""Reading a formula: spreadsheets' spelling, Python's grammar, and nothing but arithmetic in it."""

from __future__ import annotations

import ast
import re

from django.utils.translation import gettext as _

from dangol.errors import RuleBroken

LONGEST, MOST_PARTS = 1_000, 200
"""Characters of a formula, and parts of it."""
_PIECE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|\{(?P<ref>[^{}]*)\}|(?P<unequal><>)|(?P<kept>[<>!=]=)|(?P<equal>=)
    |(?P<other>[^"{}<>=!]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Call, ast.Constant, ast.Name, ast.Load,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.BitAnd, ast.USub, ast.UAdd, ast.Eq, ast.NotEq, ast.Lt,
    ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip
REFERENCE = "_field_"


def read(source: str) -> tuple[ast.expr, list[str]]:
    """(the tree, what stands in braces, in the order of `_field_0`, `_field_1` …).

    RuleBroken says where something cannot be read.
    """
    if not source.strip():
        raise wrong(_("Write what is to be worked out from other fields."))
    if len(source) > LONGEST:
        raise wrong(_("A formula has at most %(most)s characters.") % {"most": LONGEST})
    references: list[str] = []
    text = "".join(_translated(found, references) for found in _PIECE.finditer(source))
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise wrong(_("This cannot be read. Check brackets, quotes and signs.")) from None
    parts = list(ast.walk(tree))
    if len(parts) > MOST_PARTS:
        raise wrong(_("This formula is too long; make two fields of it."))
    for part in parts:
        if not isinstance(part, _ALLOWED):
            raise wrong(_("Formulas have numbers, texts, fields and functions, nothing else."))
    return tree.body, references


def references(source: str) -> list[str]:
    """What stands in braces, each once."""
    return list(dict.fromkeys(found["ref"].strip() for found in _braces(source)))


def replaced(source: str, names: dict[str, str]) -> str:
    """The source with what stands in braces replaced; what is not in `names` stays."""

    def put(found: re.Match[str]) -> str:
        if found["ref"] is None:
            return found[0]
        name = found["ref"].strip()
        return "{" + names.get(name, name) + "}"

    return _PIECE.sub(put, source)


def wrong(sentence: str) -> RuleBroken:
    return RuleBroken("formula", sentence, field="formula")


def _braces(source: str) -> list[re.Match[str]]:
    return [found for found in _PIECE.finditer(source) if found["ref"] is not None]


def _translated(found: re.Match[str], references: list[str]) -> str:
    if found["ref"] is not None:
        references.append(found["ref"].strip())
        return f" {REFERENCE}{len(references) - 1} "
    if found["text"]:
        return repr(found["text"][1:-1].replace('""', '"'))
    if found["unequal"]:
        return "!="
    return "==" if found["equal"] else found[0]
