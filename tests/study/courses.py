"""Small courses to pick questions from."""

from bot.model import text
from content.model import Concept, Course, Fact, Question, Section
from tests.study import samples

TITLES = [
    "What this course covers", "Supervised learning", "Unsupervised learning", "Reinforcement",
    "Amazon Polly", "Amazon Transcribe", "Cross-validation", "Labels and features",
]  # fmt: skip


def course(concepts: int = 8, opening: bool = True) -> Course:
    """Concept 0 has no questions (``opening``); the others have six of six types, one retired."""
    ids = [f"c{n}" for n in range(concepts)]
    questions: dict[str, Question] = {}
    for n, id_ in enumerate(ids):
        if opening and n == 0:
            continue
        for question in (
            samples.single(f"{id_}-single", id_),
            samples.single(f"{id_}-single-2", id_),
            samples.multiple(f"{id_}-multiple", id_),
            samples.true_false(f"{id_}-tf", id_),
            samples.typed(f"{id_}-typed", id_),
            samples.single(f"{id_}-retired", id_, retired=True),
        ):
            questions[question.id] = question
    return Course(
        slug="small",
        title="Small",
        description="A small course.",
        version="1",
        sections=(Section("intro", "Introduction"), Section("more", "The rest")),
        facts={"f1": Fact("f1", "intro", "Imputation fills gaps.", "definition")},
        concepts={
            id_: Concept(
                id_,
                TITLES[n % len(TITLES)],
                "intro" if n < 4 else "more",
                text(f"Body of card {n}."),
                "Takeaway.",
                ("f1",) if n == 7 else (),
            )
            for n, id_ in enumerate(ids)
        },
        questions=questions,
        plan=tuple(ids),
        confusable=(frozenset({"c1", "c2"}), frozenset({"c4", "c5"})),
    )
