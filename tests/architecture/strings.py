"""Find every string that code and templates pass to gettext, without gettext's own tools."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.template import engines
from django.template.base import Node
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from tests.architecture.test_code import APPS, ROOT

PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}

Message = tuple[str | None, str]
"""Context (None for none) and msgid."""


def of_code() -> Iterator[Message]:
    """Yield the literal strings in calls of gettext's functions."""
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                    yield from _message(call.func.id, call.args)


def _message(function: str, arguments: list[ast.expr]) -> Iterator[Message]:
    texts = [argument.value for argument in arguments if isinstance(argument, ast.Constant)]
    if function in PLAIN and texts:
        yield None, texts[0]
    elif function in WITH_CONTEXT and len(texts) > 1:
        yield texts[0], texts[1]


def of_templates() -> Iterator[Message]:
    """Yield the strings of `translate` and `blocktranslate`, as the tags themselves assemble them."""
    engine = engines["django"].engine
    for folder in (ROOT / "templates", *(ROOT / app / "templates" for app in APPS)):
        for file in folder.rglob("*.*"):
            for node in engine.from_string(_text(file)).nodelist.get_nodes_by_type(Node):
                yield from _of_node(node)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _of_node(node: Node) -> Iterator[Message]:
    if isinstance(node, BlockTranslateNode):
        context = node.message_context.var if node.message_context else None
        yield context, node.render_token_list(node.singular)[0]
    elif isinstance(node, TranslateNode):
        context = node.message_context.var if node.message_context else None
        literal = node.filter_expression.var
        if isinstance(getattr(literal, "literal", literal), str) and not getattr(literal, "lookups", None):
            yield context, str(getattr(literal, "literal", literal))
