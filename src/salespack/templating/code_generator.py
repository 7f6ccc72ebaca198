"""How templates become Python: joined text, loops and bodies go through the environment, which bounds them.

Nothing here decides how much is too much, or what is data.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from jinja2.compiler import CodeGenerator, Frame, operators
from jinja2.nodes import (
    AssignBlock,
    Block,
    CallBlock,
    Compare,
    Concat,
    Const,
    Dict,
    Expr,
    Filter,
    FilterBlock,
    For,
    Getitem,
    List,
    Macro,
    Node,
    ScopedEvalContextModifier,
    Slice,
    Template,
    Tuple,
)

ROUNDS = "the rounds of a loop"
"""The filter that every loop goes through; a name that no template can write."""
MEMBERSHIP = ("in", "notin")
NODES_A_STEP = 50
"""How much of a body is one step of the budget."""


class TokenCodeGenerator(CodeGenerator):
    """Jinja's own, with its work handed to the environment wherever a template could make much of little."""

    def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Joined with data and template text kept apart."""
        self.write("environment.concat_values((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_FilterBlock(self, node: FilterBlock, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Refused: Jinja writes what the filter gives straight into the text, past `_finalize`."""
        self.fail("{% filter %} cannot be used; put the filter into {{ … }}", node.lineno)

    def visit_AssignBlock(self, node: AssignBlock, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Without a filter: Jinja takes whatever the filter gives for text of the template."""
        if node.filter is not None:
            self.fail("{% set … | filter %} cannot be used; put the filter into {{ … }}", node.lineno)
        super().visit_AssignBlock(node, frame)

    def visit_ScopedEvalContextModifier(  # noqa: N802 - Jinja's name
        self, node: ScopedEvalContextModifier, frame: Frame
    ) -> None:
        """Refused: nothing that is printed depends on it, and it unmarks the text of templates."""
        self.fail("{% autoescape %} cannot be used", node.lineno)

    def visit_Template(self, node: Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Counts the rounds of loops, and what is entered by calls, includes and recursion."""
        self._entered = {id(node.body): node.body}
        bodies = [one.body for one in node.find_all(Macro)] + [one.body for one in node.find_all(CallBlock)]
        for body in (*bodies, *(one.body for one in node.find_all(Block))):
            self._entered[id(body)] = body
        for loop in list(node.find_all(For)):
            if loop.recursive:
                self._entered[id(loop.body)] = loop.body
            arguments: list[Expr] = [Const(_steps(loop.body))]
            loop.iter = Filter(loop.iter, ROUNDS, arguments, [], None, None, lineno=loop.iter.lineno)
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Iterable[Node], frame: Frame) -> None:
        """The statements of a body, with what entering it costs."""
        if body := self._entered.get(id(nodes)):
            self.writeline(f"environment.step({_steps(body)})", body[0])
        super().blockvisit(nodes, frame)

    def visit_Const(self, node: Const, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """A figure as Python reads it again, which one without bounds is not."""
        if isinstance(node.value, float) and not math.isfinite(node.value):
            self.fail("a figure is too large to be written", node.lineno)
        super().visit_Const(node, frame)

    def visit_List(self, node: List, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """What a collection holds is paid for."""
        self._collection(node, node.items, frame)

    def visit_Tuple(self, node: Tuple, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Also a tuple, unless it is what is assigned to."""
        self._collection(node, node.items if node.ctx == "load" else [], frame)

    def visit_Dict(self, node: Dict, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Also a mapping."""
        self._collection(node, [one for item in node.items for one in (item.key, item.value)], frame)

    def visit_Getitem(self, node: Getitem, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """A part of a text or list is a copy."""
        if not isinstance(node.arg, Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.sliced(")
        self.visit(node.node, frame)
        self.write(", slice(")
        for bound in (node.arg.start, node.arg.stop, node.arg.step):
            if bound is None:
                self.write("None")
            else:
                self.visit(bound, frame)
            self.write(", ")
        self.write("))")

    def visit_Compare(self, node: Compare, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """What is compared is gone through, unless one side stands in the template itself."""
        self.write("(")
        self.visit(node.expr, frame)
        known = _constant(node.expr) and len(node.ops) == 1
        for one in node.ops:
            self.write(f" {operators[one.op]} ")
            paid = not (_constant(one.expr) or (known and one.op not in MEMBERSHIP))
            if paid:
                self.write("environment.gone_through(")
            self.visit(one.expr, frame)
            if paid:
                self.write(")")
        self.write(")")

    def _collection(self, node: List | Tuple | Dict, items: Iterable[Expr], frame: Frame) -> None:
        paid = not all(map(_constant, items))
        if paid:
            self.write("environment.gone_through(")
        visit = {List: super().visit_List, Tuple: super().visit_Tuple, Dict: super().visit_Dict}
        visit[type(node)](node, frame)  # type: ignore[operator]
        if paid:
            self.write(")")


def _constant(node: Node) -> bool:
    """Whether a value stands in the template as it is."""
    return isinstance(node, Const) or (isinstance(node, List | Tuple) and all(map(_constant, node.items)))


def _steps(body: Iterable[Node]) -> int:
    """What entering a body costs."""
    return 1 + sum(1 + sum(1 for _ in node.find_all(Node)) for node in body) // NODES_A_STEP
