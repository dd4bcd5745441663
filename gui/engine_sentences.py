"""Finds the sentences of the engine in its source, for the translators' files.

A sentence may be put together: of a choice (`'is' if n == 1 else 'are'`), of a name that is given a few texts before, of
a function of the same module that returns texts. It is then found once for each way it can come out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from itertools import count, product

from v2a_plugin.model import errors
from v2a_plugin.model.errors import V2AError

__all__ = ["PLACE", "numbered", "sentences", "texts_of"]

PLACE = "\0"
"""Stands for what varies, until the places of a sentence are numbered."""
ERRORS = frozenset(name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, V2AError))
_COUNTED = frozenset({"_count", "_counted"})
"""Put a number before a noun. They are given the number, one, and, unless an s makes it, many."""
_SAID = frozenset({"Change", "Progress", "emit", "submit", "_submit"})
"""Names of edits and stages, what is said, and titles of jobs come first in calls of these."""
_SILENT = frozenset({"tr", "debug", "execute", "warning", "RuntimeError", "TypeError", "ValueError"})
"""Calls with texts that the panel does not show, or translates itself."""
_SENTENCE = re.compile(r"\s.*\S[.?]$", re.DOTALL)
_CLAUSE = re.compile(r"[a-z]{2,}['”]?,? [a-z]{2,}")
_CODE = re.compile(r"[=\\|;<>\n]|^[A-Z]{4,} ")
_MOST = 24
"""Ways a sentence can come out that are told apart."""


def numbered(text: str) -> str:
    """A sentence with `{0}`, `{1}` for what varies, without the blanks around it."""
    places = count()
    return re.sub(f"{PLACE}+", lambda _: f"{{{next(places)}}}", text).strip()


def sentences(tree: ast.Module, clauses: bool) -> dict[str, None]:
    """Texts of a module that a person reads.

    Args:
        tree: The module.
        clauses: Also what functions have of two words and more that is no sentence: it may be put into one.
    """
    finder = _Finder(tree)
    finder.visit(tree)
    return finder.texts | (finder.clauses() if clauses else {})


def texts_of(node: ast.expr) -> list[str]:
    """The texts that an expression may be by itself."""
    return _Finder(ast.Module([], [])).literals(node)


class _Finder(ast.NodeVisitor):
    def __init__(self, tree: ast.Module) -> None:
        self.texts: dict[str, None] = {}
        self._clauses: list[ast.expr] = []
        self._used: set[ast.expr] = set()
        self._inside = False
        self._values = _assigned(node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                self._values[node.name] = [
                    one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value
                ]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before, self._values, self._inside = self._values, {**self._values, **_assigned(ast.walk(node))}, True
        self.generic_visit(node)
        self._values, self._inside = before, False

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # else it is documentation
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)  # not the key, nor the shape in an annotation

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name in ERRORS:
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                self.texts |= dict.fromkeys(self.literals(argument))
        elif name in _SAID and node.args:
            self.texts |= dict.fromkeys(self.literals(node.args[0]))
        match node:
            case ast.Call(
                func=ast.Attribute(attr="count"), args=[ast.Constant(value=str(one)), ast.Constant(value=str(many)), *_]
            ):
                self.texts |= {f"1 {one}.": None, f"{PLACE} {many}.": None}
            case _ if name not in _SILENT:
                self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Add):
            self._meet(node)
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._meet(node)
        for part in node.values:
            self.generic_visit(part)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._meet(node)

    def _meet(self, node: ast.expr) -> None:
        if node in self._used:
            return
        if any(_SENTENCE.search(text) for text in texts_of(node)):
            self.texts |= dict.fromkeys(self.literals(node))
        elif self._inside:
            self._clauses.append(node)

    def clauses(self) -> dict[str, None]:
        """What reads as a part of a sentence, and is in none that was found."""
        found = [text for node in self._clauses if node not in self._used for text in texts_of(node)]
        found = [PLACE + text if text[:1] == " " else text for text in found]  # it follows a name
        return dict.fromkeys(text for text in found if _CLAUSE.search(text) and not _CODE.search(text))

    def literals(self, node: ast.expr, depth: int = 2) -> list[str]:
        """The texts that an expression may be, with places for what is put in."""

        def of(part: ast.expr) -> list[str]:
            return self.literals(part, depth)

        self._used.add(node)
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=parts):
                return _put_together(parts, of)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _put_together([left, right], of)
            case ast.IfExp(body=one, orelse=other):
                return [*of(one), *of(other)]
            case ast.BoolOp(op=ast.Or(), values=values):
                return [text for value in values for text in of(value)]
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return of(value)
            case ast.Dict(values=values) if depth < 2:
                return [text for value in values for text in of(value)]
            case ast.Call(func=ast.Name(id=name), args=[_, ast.Constant(value=one), *more]) if name in _COUNTED:
                self._used |= set(node.args)
                many = more[0].value if more and isinstance(more[0], ast.Constant) else f"{one}s"
                return [f"1 {one}", f"{PLACE} {many}"]
            case ast.Name() | ast.Subscript(value=ast.Name()) | ast.Call(func=ast.Name()) if depth:
                values = self._values.get(_name(node), [])
                if isinstance(node, ast.Subscript):
                    values = [value for value in values if isinstance(value, ast.Dict)]
                found = [text for value in values for text in self.literals(value, depth - 1)]
                found = list(dict.fromkeys(text if _has_words(text) else PLACE for text in found)) or [PLACE]
                return [text for text in found if text or PLACE not in found]
        return [PLACE]


def _put_together(parts: list[ast.expr], of: Callable[[ast.expr], list[str]]) -> list[str]:
    choices = [of(part) for part in parts]
    ways = 1
    for number, choice in enumerate(choices):
        ways *= len(choice)
        if ways > _MOST:
            choices[number] = [PLACE]
            ways //= len(choice)
    return ["".join(chosen) for chosen in product(*choices)]


def _assigned(nodes: Iterable[ast.AST]) -> dict[str, list[ast.expr]]:
    """What names are given, by name."""
    values: dict[str, list[ast.expr]] = {}
    for node in nodes:
        pairs: list[tuple[ast.expr, ast.expr]] = []
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=parts)):
                pairs = list(zip(names, parts, strict=False))
            case ast.Assign(targets=targets, value=value):
                pairs = [(target, value) for target in targets]
            case ast.For(target=ast.Tuple(elts=names), iter=ast.Tuple(elts=rows)):
                pairs = [
                    pair for row in rows if isinstance(row, ast.Tuple) for pair in zip(names, row.elts, strict=False)
                ]
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                pairs = [(target, value)]
        for target, value in pairs:
            if isinstance(target, ast.Name):
                values.setdefault(target.id, []).append(value)
    return values


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=part) | ast.Subscript(value=part):
            return _name(part)
    return ""


def _has_words(text: str) -> bool:
    """Whether a part of a sentence is words, and no name, number or mark; nothing at all counts as words."""
    own = text.replace(PLACE, "").strip()
    return not text or " " in own or (own.isalpha() and own.islower())
