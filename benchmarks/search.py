"""What a search and a completion cost the loop, on a course of 500 concepts.

Run with ``python -m benchmarks.search``; the budget is ``BUDGET`` for each query.
"""

from __future__ import annotations

import random
import time
from statistics import median

from bot.model import text
from bot.study import search
from bot.study.search_index import index_of
from bot.study.topics import suggested
from content.model import Concept, Course, Fact, Section, Term

BUDGET = 1.0
"""Milliseconds of the loop a query."""
CONCEPTS = 500
ROUNDS = 50
QUERIES = (
    "a",
    "co",
    "learning",
    "learning rate",
    "supervised learning 42",
    "lables",
    "spervised lerning",
    "qqqqqq",
    "what is the learning rate of a deep neural network",
    " ".join(chr(97 + n) + chr(97 + m) for n in range(6) for m in range(6)),
    "the of and to in is a",
    "ﷺ" * 5_000,
    "x" * 100_000,
    "東京",
)
_WORDS = (  # noqa: SIM905
    "supervised learning rate gradient descent label feature vector network layer attention token "
    "embedding cluster regression classification precision recall validation deep neural model "
    "training inference pipeline service storage bucket endpoint policy role queue stream"
).split()


def course() -> Course:
    rng = random.Random(1)
    made = [f"{a}{b}" for a in _WORDS for b in ("", "s", "ing", "er", "ed", "ion")]

    def words(count: int) -> str:
        return " ".join(rng.choices(made, k=count))

    concepts = {
        f"c{n}": Concept(f"c{n}", f"{words(3)} {n}", "s", text(words(80)), words(12), (f"f{n}",))
        for n in range(CONCEPTS)
    }
    return Course(
        slug="bench",
        title="Bench",
        description="",
        version="1",
        sections=(Section("s", "All of it"),),
        facts={f"f{n}": Fact(f"f{n}", "s", words(20), "definition") for n in range(CONCEPTS)},
        concepts=concepts,
        questions={},
        plan=tuple(concepts),
        glossary=tuple(
            Term(f"t{n}", f"{words(2)} t{n}", text(words(12)), f"c{n}", (words(2) + f" s{n}",))
            for n in range(CONCEPTS)
        ),
    )


def main() -> None:
    big = course()
    began = time.perf_counter()
    search.prepare(big)
    print(f"index of {CONCEPTS} concepts: {(time.perf_counter() - began) * 1000:.0f} ms, once")
    print(f"{len(index_of(big).in_cards.words)} different words on cards")
    for query in QUERIES:
        for name, ask in (("search", search.find), ("complete", suggested)):
            spent = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                ask(big, query)
                spent.append((time.perf_counter() - began) * 1000)
            mark = "" if median(spent) <= BUDGET else "  OVER BUDGET"
            told = f"{median(spent):7.3f} ms (most {max(spent):.3f})"
            print(f"{told}  {name:8} {query[:50]!r}{mark}")


if __name__ == "__main__":
    main()
