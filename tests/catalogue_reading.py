"""Reads what files of code, templates and scripts ask gettext for, without running them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation.template import templatize

#: Characters of a call in a template or a script.
LONGEST_CALL = 2000

#: How many of a call's first arguments are words, and whether the first of those is a context.
CALLS = {
    "gettext": (1, False),
    "ngettext": (2, False),
    "pgettext": (2, True),
    "npgettext": (3, True),
}


@dataclass(frozen=True)
class Message:
    """One string to translate: what gettext is asked for."""

    text: str
    plural: str = ""
    context: str = ""


def spoken_name(name: str) -> str:
    """`gettext_lazy` and `gettext_noop` ask for the same string as `gettext`."""
    return re.sub(r"_(lazy|noop)$", "", name)


def aliases(tree: ast.AST) -> dict[str, str]:
    """What a module calls gettext's functions: `{"_": "gettext"}`."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("translation"):
            found |= {name.asname or name.name: spoken_name(name.name) for name in node.names}
    return found


def called(function: ast.expr, names: dict[str, str]) -> str:
    if isinstance(function, ast.Name):
        return names.get(function.id, "")
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return spoken_name(function.attr) if function.value.id == "translation" else ""
    return ""


def message(function: str, arguments: list[ast.expr]) -> Message | None:
    """The string a call asks for; None where it is made while the program runs."""
    if function not in CALLS:
        return None
    count, in_context = CALLS[function]
    words = [node.value for node in arguments[:count] if isinstance(node, ast.Constant)]
    if len(words) < count or not all(isinstance(word, str) for word in words):
        return None
    context = str(words.pop(0)) if in_context else ""
    return Message(str(words[0]), str(words[1]) if len(words) > 1 else "", context)


def in_python(source: str) -> Iterator[Message]:
    tree = ast.parse(source)
    names = aliases(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found = message(called(node.func, names), node.args)
            if found and found.text:
                yield found


def in_template(source: str) -> Iterator[Message]:
    """Django turns the tags into calls and everything else into X; only the calls are read."""
    return in_calls(templatize(source))


def in_calls(text: str) -> Iterator[Message]:
    """What calls of gettext ask for, in a script or in a template that Django took apart."""
    for start in re.finditer(r"\b(n?p?gettext|_)\(", text):
        call = balanced_call(text, start.start())
        node = ast.parse(call, mode="eval").body if call else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = "gettext" if node.func.id == "_" else node.func.id
            found = message(name, node.args)
            if found and found.text:
                yield found


def balanced_call(text: str, start: int) -> str:
    """The call that begins at `start`: up to the first bracket that makes it a sentence."""
    for end in re.finditer(r"\)", text[start : start + LONGEST_CALL]):
        call = text[start : start + end.end()]
        try:
            ast.parse(call, mode="eval")
        except SyntaxError:
            continue
        return call
    return ""
