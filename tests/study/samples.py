"""Questions of every type, as small as they may be and close to the real bank."""

from content.questions import Choice, NearMiss, Question
from content.questions.choice import MultipleQuestion, SingleQuestion
from content.questions.cloze import ClozeQuestion, Gap
from content.questions.matching import MatchingQuestion, Pair, Response
from content.questions.ordering import OrderingQuestion, Step
from content.questions.true_false import TrueFalseQuestion
from content.questions.typed import NumberQuestion, TypedQuestion
from tests.questions import examples

WHY = "Because that is how it is, and these words stand for a reason of ordinary length."


def head(id_: str, concept: str = "concept", difficulty: int = 2) -> dict[str, object]:
    return {
        "id": id_,
        "concept": concept,
        "bloom": "understand",
        "difficulty": difficulty,
        "tests": ("fact.one",),
        "stem": "Which of these services reads written text aloud?",
        "takeaway": "Text to audio is Polly.",
    }


def single(id_: str = "q-single", concept: str = "concept", **more: object) -> SingleQuestion:
    return SingleQuestion(
        **{**head(id_, concept), **more},  # type: ignore[arg-type]
        options=(
            Choice(
                "A", False, "Amazon Transcribe", "Transcribe goes from audio to text.", "Transcribe"
            ),
            Choice("B", True, "Amazon Polly", "Polly reads text aloud.", "Polly"),
            Choice("C", False, "Amazon Lex", "Lex holds conversations.", "Lex"),
            Choice("D", False, "Amazon Comprehend", "Comprehend reads meaning.", "Comprehend"),
        ),
    )


def numbers() -> SingleQuestion:
    return SingleQuestion(
        **head("q-numbers"),  # type: ignore[arg-type]
        options=(
            Choice("A", False, "2,400 records", WHY),
            Choice("B", True, "1,200 records", WHY),
            Choice("C", False, "10,000 records", WHY),
        ),
    )


def multiple(id_: str = "q-multiple", concept: str = "concept") -> MultipleQuestion:
    return MultipleQuestion(
        **head(id_, concept),  # type: ignore[arg-type]
        choose=2,
        options=tuple(Choice(i, i in "AC", f"Task {i} " + "x" * 60, WHY) for i in "ABCDE"),
    )


def true_false(id_: str = "q-tf", concept: str = "concept") -> TrueFalseQuestion:
    return TrueFalseQuestion(
        **head(id_, concept),  # type: ignore[arg-type]
        answer=True,
        why_true="The labels are what is learned from.",
        why_false="Without labels there is nothing to compare with.",
    )


def matching(
    id_: str = "q-matching", concept: str = "concept", prompts: int = 4, reuse: bool = False
) -> MatchingQuestion:
    answers = ["B", "D", "C", "E", "A"][:prompts]
    if reuse:
        answers[-1] = answers[0]
    return MatchingQuestion(
        **head(id_, concept),  # type: ignore[arg-type]
        responses=tuple(
            Response(i, t)
            for i, t in zip(
                "ABCDEF",
                ("Association", "Classification", "Clustering", "Regression", "Reward", "None"),
                strict=True,
            )
        ),
        pairs=tuple(Pair(f"Prompt about {a}", a, WHY) for a in answers),
        reuse=reuse,
    )


def ordering(id_: str = "q-ordering", concept: str = "concept", steps: int = 5) -> OrderingQuestion:
    ids = "ABCDE"[:steps]
    return OrderingQuestion(
        **head(id_, concept),  # type: ignore[arg-type]
        items=tuple(Step(i, f"Step number {i}", WHY) for i in ids),
        answer=tuple(reversed(ids)),
    )


def cloze(id_: str = "q-cloze", concept: str = "concept", gaps: int = 3) -> ClozeQuestion:
    def gap(right: str, *texts: str) -> Gap:
        return Gap(
            tuple(
                Choice(letter, letter == right, words, WHY)
                for letter, words in zip("ABC", texts, strict=False)
            )
        )

    if gaps == 1:
        stem, options = "What is learned from is called ____.", [
            gap("A", "labels", "features", "recall")
        ]  # fmt: skip
    else:
        stem = "With (1) ____ it is supervised; (2) ____ has none, and an agent gets (3) ____."
        options = [
            gap("A", "labels", "features"),
            gap("B", "recall", "clustering", "regression"),
            gap("C", "a price", "a group", "a reward"),
        ]
    return ClozeQuestion(**{**head(id_, concept), "stem": stem}, gaps=tuple(options))  # type: ignore[arg-type]


def typed(id_: str = "q-typed", concept: str = "concept") -> TypedQuestion:
    return TypedQuestion(
        **head(id_, concept),  # type: ignore[arg-type]
        accept=("imputation", "imputing", "impute", "data imputation"),
        near_misses=(
            NearMiss("interpolation", "Close: that estimates between ordered neighbours."),
            NearMiss("normalization", "That rescales values that exist."),
        ),
        why="Replacing a missing value by a best guess is imputation.",
    )


def term(*accept: str, near: tuple[str, ...] = ()) -> TypedQuestion:
    return TypedQuestion(
        **head("q-term"),  # type: ignore[arg-type]
        accept=accept,
        near_misses=tuple(NearMiss(text, WHY) for text in near),
        why=WHY,
    )


def number(id_: str = "q-number", concept: str = "concept") -> NumberQuestion:
    return NumberQuestion(
        **head(id_, concept),  # type: ignore[arg-type]
        accept=("1200", "1,200", "1 200"),
        near_misses=(NearMiss("2400", "That is the test set."), NearMiss("8400", "Training set.")),
        why="12,000 x 0.10 = 1,200.",
    )


def amount(*accept: str) -> NumberQuestion:
    return NumberQuestion(
        **head("q-amount"),  # type: ignore[arg-type]
        accept=accept,
        near_misses=(),
        why=WHY,
    )


def every_type() -> list[Question]:
    return [
        single(),
        numbers(),
        multiple(),
        true_false(),
        matching(),
        matching("q-matching-3", prompts=3),
        matching("q-reuse", prompts=5, reuse=True),
        ordering(),
        ordering("q-ordering-3", steps=3),
        cloze(),
        cloze("q-cloze-1", gaps=1),
        typed(),
        number(),
        *(question for found in examples().values() for question in found),
    ]
