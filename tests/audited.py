"""What the sources hand to the audit, read out of them: no list of it is kept by hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from pathlib import Path

from tenants.services.records import VERBS

CALLS = {("audit", "record"): 0, ("trail", "note"): 1}
"""{(module, function) that adds a line: where its action stands}."""

BUILDERS = {"Services", "Contacts"}
KIT = "tenants/services/records.py"
"""Writes the lines of every record type, whose subject each type says in its `Services(...)`."""


@dataclass(frozen=True)
class Line:
    """One call, with every action, subject and fact that it can have.

    `facts` are those that are named in place; the fields of `audit.differences` are the models'.
    """

    place: str
    actions: frozenset[str]
    subjects: frozenset[str]
    facts: frozenset[str]


def lines(path: Path) -> Iterator[Line]:
    """The calls in one file; TypeError when one cannot be read, so that none is missed."""
    if path.match(KIT):
        return
    source = Source(ast.parse(path.read_text()))
    for call, function in source.calls():
        yield from _of_kit(path, source, call, function)
        place = CALLS.get(_name(call.func))
        if place is None or len(call.args) <= place:
            continue
        actions = source.texts(call.args[place], function)
        subject = _keyword(call, "subject") or ast.Constant("billing.company")
        changes = _keyword(call, "changes")
        if actions:
            yield Line(
                place=f"{path}:{call.lineno}",
                actions=frozenset(actions),
                subjects=frozenset(source.texts(subject, function)),
                facts=frozenset(source.keys(changes, function) if changes else ()),
            )


def _of_kit(
    path: Path, source: Source, call: ast.Call, function: ast.FunctionDef | None
) -> Iterator[Line]:
    """The lines that the kit writes for a record type whose services are declared here."""
    subject = _keyword(call, "subject")
    if subject is None or _name(call.func)[1] not in BUILDERS:
        return
    subjects = source.texts(subject, function)
    yield Line(
        place=f"{path}:{call.lineno}",
        actions=frozenset(f"{each}.{verb}" for each in subjects for verb in VERBS),
        subjects=frozenset(subjects),
        facts=frozenset(("rows", "query", "reason")),
    )


def _name(func: ast.expr) -> tuple[str, str]:
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
        return func.value.id, func.attr
    return "", func.id if isinstance(func, ast.Name) else ""


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


class Source:
    """One file, whose texts are followed through constants and parameters."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def calls(self) -> Iterator[tuple[ast.Call, ast.FunctionDef | None]]:
        """Every call, with the function it stands in."""
        yield from self._calls(self.tree, None)

    def _calls(
        self, node: ast.AST, function: ast.FunctionDef | None
    ) -> Iterator[tuple[ast.Call, ast.FunctionDef | None]]:
        for child in ast.iter_child_nodes(node):
            inner = child if isinstance(child, ast.FunctionDef) else function
            if isinstance(child, ast.Call):
                yield child, function
            yield from self._calls(child, inner)

    def texts(self, expr: ast.expr, function: ast.FunctionDef | None) -> set[str]:
        """Every text that the expression can be."""
        if isinstance(expr, ast.Constant):
            return {str(expr.value)}
        if isinstance(expr, ast.IfExp):
            return self.texts(expr.body, function) | self.texts(expr.orelse, function)
        if isinstance(expr, ast.FormattedValue):
            return self.texts(expr.value, function)
        if isinstance(expr, ast.JoinedStr):
            parts = [self.texts(part, function) for part in expr.values]
            return {"".join(chosen) for chosen in product(*parts)}
        if isinstance(expr, ast.Attribute) and isinstance(expr.value, ast.Name):
            return {self._imported(expr.value.id, expr.attr)}
        if isinstance(expr, ast.Name):
            return set().union(*(self.texts(*found) for found in self._sources(expr.id, function)))
        raise TypeError(f"line {expr.lineno}: {ast.unparse(expr)} cannot be read")

    def keys(self, expr: ast.expr, function: ast.FunctionDef | None) -> set[str]:
        """The keys of a dictionary as far as they are written out."""
        if isinstance(expr, ast.Dict):
            return {str(key.value) for key in expr.keys if isinstance(key, ast.Constant)}
        if isinstance(expr, ast.BinOp):
            return self.keys(expr.left, function) | self.keys(expr.right, function)
        if isinstance(expr, ast.Name):
            return set().union(*(self.keys(*found) for found in self._sources(expr.id, function)))
        return set()

    def _imported(self, module: str, name: str) -> str:
        origin = next(
            f"{node.module}.{module}"
            for node in self.tree.body
            if isinstance(node, ast.ImportFrom) and module in {each.name for each in node.names}
        )
        return str(getattr(import_module(origin), name))

    def _sources(
        self, name: str, function: ast.FunctionDef | None
    ) -> list[tuple[ast.expr, ast.FunctionDef | None]]:
        """What the name stands for: assigned here, handed over by the callers, or a constant."""
        if function is not None:
            own = list(_assigned(function, name))
            if own:
                return [(value, function) for value in own]
            parameters = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
            if name in parameters:
                return self._handed(function, name, parameters.index(name))
        return [(self.constants[name], None)]

    def _handed(
        self, function: ast.FunctionDef, name: str, place: int
    ) -> list[tuple[ast.expr, ast.FunctionDef | None]]:
        """What the callers in this file hand over for a parameter."""
        found: list[tuple[ast.expr, ast.FunctionDef | None]] = []
        for call, caller in self.calls():
            if _name(call.func) == ("", function.name):
                given = _keyword(call, name)
                if given is None and len(call.args) > place:
                    given = call.args[place]
                if given is not None:
                    found.append((given, caller))
        return found


def _assigned(function: ast.FunctionDef, name: str) -> Iterator[ast.expr]:
    """Everything that the name is set to in the function, also key by key and as one of several."""
    for node in ast.walk(function):
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            yield from _set(node.target, node.value, name)
        for target in node.targets if isinstance(node, ast.Assign) else ():
            yield from _set(target, node.value, name)  # type: ignore[attr-defined]


def _set(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, of_one in zip(target.elts, value.elts, strict=True):
            yield from _set(one, of_one, name)
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    if isinstance(target, ast.Subscript) and ast.unparse(target.value) == name:
        yield ast.Dict(keys=[target.slice], values=[value])
