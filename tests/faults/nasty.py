"""Hostile values: a corpus kept in ``corpus/``, what is too large to keep, and payloads with
any one node of theirs deleted, replaced or of another type."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

CORPUS = Path(__file__).parent / "corpus"
TEXTS: tuple[str, ...] = tuple(json.loads((CORPUS / "texts.json").read_text("ascii")))
VALUES: tuple[Any, ...] = tuple(json.loads((CORPUS / "values.json").read_text("ascii")))
LONG: tuple[str, ...] = ("A" * 7000, "\U0001f4a5" * 4000, "<!channel>" * 2000, "1." * 3000)

Path_ = tuple[Any, ...]


def deep(levels: int) -> Any:
    """Lists in objects in lists, this many levels down."""
    value: Any = "bottom"
    for level in range(levels):
        value = [value] if level % 2 else {"x": value}
    return value


def anything() -> tuple[Any, ...]:
    return (*VALUES, *TEXTS, *LONG, deep(60))


ANYTHING = anything()


def paths(tree: Any, here: Path_ = ()) -> Iterator[Path_]:
    """Every node but the root."""
    steps: list[tuple[Any, Any]] = []
    if isinstance(tree, dict):
        steps = [*tree.items()]
    elif isinstance(tree, list):
        steps = [*enumerate(tree)]
    for step, inner in steps:
        yield (*here, step)
        yield from paths(inner, (*here, step))


def changed(tree: Any, where: Path_, put: Any) -> Any:
    """A copy with ``put`` at ``where``; the node is cut out where ``put`` is ``GONE``."""
    made = copy.deepcopy(tree)
    inner = made
    for step in where[:-1]:
        inner = inner[step]
    if put is GONE:
        del inner[where[-1]]
    else:
        inner[where[-1]] = copy.deepcopy(put)
    return made


class _Gone:
    def __repr__(self) -> str:
        return "GONE"


GONE: Any = _Gone()


def retyped(value: Any) -> tuple[Any, ...]:
    """The same thing as another type, which sloppy code takes for it."""
    return (str(value), [value], {"value": value}, {"id": value})


def spoilt(tree: Any, chance: random.Random, times: int = 1) -> Any:
    """``tree`` with so many nodes spoilt at random."""
    for _ in range(times):
        places = [*paths(tree)]
        if not places:
            return tree
        where = chance.choice(places)
        way = chance.randrange(10)
        if way < 2:
            put = GONE
        elif way < 4:
            put = chance.choice(retyped(_at(tree, where)))
        else:
            put = chance.choice(ANYTHING)
        tree = changed(tree, where, put)
    return tree


def _at(tree: Any, where: Path_) -> Any:
    for step in where:
        tree = tree[step]
    return tree


@st.composite
def spoilt_payloads(draw: st.DrawFn, trees: list[Any]) -> Any:
    """One of ``trees`` with one to three nodes deleted, retyped or replaced by anything."""
    tree = draw(st.sampled_from(trees))
    for _ in range(draw(st.integers(1, 3))):
        places = [*paths(tree)]
        if not places:
            break
        where = draw(st.sampled_from(places))
        put = draw(
            st.one_of(
                st.just(GONE),
                st.sampled_from(retyped(_at(tree, where))),
                st.sampled_from(ANYTHING),
                JUNK,
            )
        )
        tree = changed(tree, where, put)
    return tree


ANY_TEXT = st.one_of(
    st.sampled_from((*TEXTS, *LONG)),
    st.text(max_size=60),
    # halves of characters too, which JSON can carry
    st.text(st.characters(codec=None, exclude_categories=()), max_size=20),
)
JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), ANY_TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=6,
)
