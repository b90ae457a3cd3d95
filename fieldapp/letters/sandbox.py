"""Where templates of letters run: they reach facts and nothing else, and cannot keep the office busy or fill its memory.

Each letter has a budget of characters and of steps. Text that is printed, joined or returned costs its length, a turn of
a loop, a call and a file cost a step; over the budget the template stops with a sentence. Counting is deterministic: a
letter that is made on a quiet day is made on a busy one too.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from jinja2 import DictLoader, StrictUndefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from fieldapp.letters.gaps import Gap

FILTERS = (
    *("abs", "capitalize", "count", "d", "default", "e", "escape", "first", "int", "join", "last", "length", "list"),
    *("lower", "map", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort", "string", "sum"),
    *("title", "trim", "unique", "upper", "wordcount"),
)
"""Filters that make of facts no more than there is."""
GROWING = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "replace", "rjust", "translate", "zfill"})
"""Methods of a text that can make a book of a word."""

MOST_STEPS = 20_000
MOST_CHARS = 400_000
"""Beside what the facts themselves hold, which may be printed some times over: photos are among them."""
TIMES_THE_FACTS = 4
MOST_BITS = 256
"""Of a number: amounts of money need 64."""
OF_AN_OBJECT = 1_000
"""What a picture costs; words in Word cost their length."""
TOO_MUCH = "deze tekst wordt te groot of te lang; haal herhalingen weg"
CONTAINERS = (list, tuple, dict, set)


class Budget:
    """What one letter may still cost."""

    def __init__(self, facts: Any) -> None:
        self.steps = MOST_STEPS
        self.chars = MOST_CHARS + TIMES_THE_FACTS * size_of(facts)

    def spend(self, chars: int, steps: int = 0) -> None:
        """Raises SecurityError when there is nothing left."""
        self.chars -= chars
        self.steps -= steps
        if self.chars < 0 or self.steps < 0:
            raise SecurityError(TOO_MUCH)


_RUNNING: ContextVar[Budget | None] = ContextVar("budget of the letter that is made", default=None)


@contextmanager
def measured(facts: Any) -> Iterator[None]:
    """Give the letter that is made within a budget of its own."""
    token = _RUNNING.set(Budget(facts))
    try:
        yield
    finally:
        _RUNNING.reset(token)


def running() -> Budget | None:
    """Return what the letter that is being made may still cost."""
    return _RUNNING.get()


def spend(chars: int, steps: int = 0) -> None:
    budget = running()
    if budget is not None:
        budget.spend(chars, steps)


def size_of(value: Any) -> int:
    """Return how many characters facts hold together."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(size_of(one) for one in value.values())
    return sum(size_of(one) for one in value) if isinstance(value, list | tuple) else 0


def pay(value: Any) -> Any:
    """Let a text cost its length and a number its digits; return it."""
    if isinstance(value, str):
        spend(len(value))
    elif isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise SecurityError(TOO_MUCH)
    elif isinstance(value, list | tuple):
        spend(len(value))
    return value


class Sandbox(ImmutableSandboxedEnvironment):
    """No attributes of Python, no numbers or texts that grow, every turn and every letter counted."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not (isinstance(obj, str) and attr in GROWING) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Let numbers of a letter be multiplied; repeating a text or a power is no work for a letter."""
        is_plain = all(isinstance(one, int | float) for one in (left, right))
        if operator == "**" or not (is_plain or operator == "+"):
            raise SecurityError(f"{operator} kan alleen met gewone getallen")
        return pay(super().call_binop(context, operator, left, right))

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        spend(0, steps=1)
        return pay(super().call(__context, __obj, *args, **kwargs))

    def _load_template(self, *args: Any, **kwargs: Any) -> Any:
        spend(0, steps=1)
        return super()._load_template(*args, **kwargs)

    def _parse(self, *args: Any, **kwargs: Any) -> nodes.Template:
        tree: nodes.Template = _Counting(self).visit(super()._parse(*args, **kwargs))
        return tree


def sandbox(loader: Any = None) -> Sandbox:
    """Return where templates run: nothing unknown, everything escaped, gaps made visible. They loop over facts only."""
    environment = Sandbox(
        loader=loader or DictLoader({}),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.clear()
    own = {"capitalize_first": capitalize_first}
    known = {name: environment.filters[name] for name in FILTERS} | own
    environment.filters = {name: _paying(one) for name, one in known.items()} | MEASURES
    return environment


def capitalize_first(words: str) -> str:
    """Return a name with a capital, as it begins a sentence; a gap stays a gap."""
    return words if isinstance(words, Gap) else words[:1].upper() + words[1:]


def _paying(made: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(made)
    def paid(*args: Any, **kwargs: Any) -> Any:
        return pay(made(*args, **kwargs))

    return paid


def _visible(value: Any) -> Any:
    """Print one value: a gap can be seen, a text costs its length. A list is no text."""
    if isinstance(value, CONTAINERS):
        raise SecurityError("een lijst kan niet in een zin staan; gebruik een lus of join")
    if isinstance(value, Gap):
        return Markup("<strong class='gat'>{}</strong>").format(str(value))
    if isinstance(value, str):
        spend(len(value))
    elif not isinstance(value, int | float):
        spend(len(getattr(value, "xml", "")) or OF_AN_OBJECT)
    return value


# What the sandbox writes into a template when it reads it. Never computed beforehand, since these see the context.


@pass_context
def _turns(context: Any, items: Iterable[Any]) -> Iterator[Any]:
    for one in items:
        spend(0, steps=1)
        yield one


@pass_context
def _flat(context: Any, items: Any) -> Any:
    """A list in a list can hold itself many times over."""
    if any(isinstance(one, CONTAINERS) for one in (items.values() if isinstance(items, dict) else items)):
        raise SecurityError("een lijst in een lijst kan niet")
    return pay(items)


@pass_context
def _joined(context: Any, text: Any) -> Any:
    return pay(text)


@pass_context
def _printed(context: Any, chars: int) -> str:
    spend(chars)
    return ""


MEASURES: dict[str, Callable[..., Any]] = {
    "_turns": _turns,
    "_flat": _flat,
    "_joined": _joined,
    "_printed": _printed,
}


class _Counting(NodeTransformer):
    """Lays the counting into a template: each loop, each text that is joined, each list, each piece that is printed."""

    def __init__(self, environment: Sandbox) -> None:
        self.environment = environment

    def by(self, name: str, inner: nodes.Expr) -> nodes.Filter:
        return nodes.Filter(inner, name, [], [], None, None, lineno=inner.lineno, environment=self.environment)

    def visit_For(self, loop: nodes.For) -> nodes.Node:
        if loop.recursive:
            raise TemplateSyntaxError("een lus kan zichzelf niet aanroepen", loop.lineno)
        self.generic_visit(loop)
        loop.iter = self.by("_turns", loop.iter)  # type: ignore[arg-type]  # an expression
        return loop

    def visit_Output(self, output: nodes.Output) -> nodes.Node:
        self.generic_visit(output)
        plain = sum(len(one.data) for one in output.nodes if isinstance(one, nodes.TemplateData))
        if plain:
            output.nodes.insert(0, self.by("_printed", nodes.Const(plain, lineno=output.lineno)))
        return output

    def visit_Concat(self, joined: nodes.Concat) -> nodes.Node:
        return self.by("_joined", self.generic_visit(joined))  # type: ignore[arg-type]  # an expression stays one

    def visit_List(self, items: nodes.List) -> nodes.Node:
        return self.by("_flat", self.generic_visit(items))  # type: ignore[arg-type]  # an expression stays one

    visit_Dict = visit_List

    def visit_Tuple(self, items: nodes.Tuple) -> nodes.Node:
        return items if items.ctx == "store" else self.visit_List(items)  # type: ignore[arg-type]  # alike
