"""A question as it is put to members: its words, its controls, and what came back."""

from __future__ import annotations

import base64
import hashlib

from bot.features.cards import say
from bot.i18n import words_of
from bot.interactions.router import Refusal, encode
from bot.model import (
    Button,
    Buttons,
    ChoiceField,
    Field,
    Form,
    Interaction,
    Invalid,
    Paragraph,
    Strong,
    Style,
    prefilled,
)
from bot.model.limits import BUTTON_FACE, FORM_INTRO, FORM_MANY, FORM_TITLE, clip
from bot.study.questions import BadInput, type_of
from bot.study.round import Round
from content.inline import nodes_of
from content.model import Course, Question
from content.questions import (
    MatchingQuestion,
    MultipleQuestion,
    OrderingQuestion,
    SingleQuestion,
)

words = words_of(__file__, "answering")

IN_WORDS = 320
"""Characters of an answer that are told in words; longer ones keep to their letters."""
PART = 60

WITHDRAWN = say(words("withdrawn.title"), words("withdrawn.body"))
NO_QUESTION = say(words("no-question.title"), words("no-question.body"))


def question_of(course: Course, posed: Round) -> Question:
    """Raises ``Refusal`` when the course has lost it."""
    question = course.questions.get(posed.question_id)
    if question is None:
        raise Refusal(NO_QUESTION)
    return question


def question_blocks(question: Question, posed: Round) -> tuple[Paragraph, ...]:
    """The stem and, with their letters, the options in full."""
    shown = type_of(question).show(question, posed.order)
    stem = Paragraph(nodes_of(question.stem, Strong))
    return (stem, Paragraph(shown)) if shown else (stem,)


def answer_row(
    question: Question, posed: Round, press: str, opens: str, *, wording: bool = False
) -> Buttons:
    """Buttons to answer with: one an option where they fit, else one that opens a form.

    ``press`` and ``opens`` are routes; both get the round's id, ``press`` the option's too, and
    with ``wording`` last the words that the buttons stand under (``edition``).
    """
    faces = type_of(question).faces(question, posed.order)
    now = (edition(question, posed),) if wording else ()
    if faces is None:
        button = Button(words("answer-button"), encode(opens, posed.id, *now), Style.PRIMARY)
        return Buttons((button,))
    return Buttons(
        tuple(
            Button(clip(face, BUTTON_FACE), encode(press, posed.id, option, *now))
            for option, face in faces
        )
    )


def answer_form(
    question: Question, posed: Round, submit: str, given: str = "", *, wording: bool = False
) -> Form:
    """The form behind **Answer**, under the whole question; ``submit`` is the route that takes
    it, with the round's id and with ``wording`` what it stands under (``edition``).

    Options that stand in full beside their boxes are not listed above them as well.
    """
    fields = type_of(question).fields(question, posed.order, given)
    now = (edition(question, posed),) if wording else ()
    title = clip(words("form-title"), FORM_TITLE)
    asked = asked_words(question, posed)[: 1 if _listed(question, fields) else 2]
    intro = clip("\n\n".join(asked), FORM_INTRO)
    action = encode(submit, posed.id, *now)
    return Form(action, title, fields, submit=words("answer-button"), intro=intro)


def _listed(question: Question, fields: tuple[Field, ...]) -> bool:
    """Whether a form's boxes show every option in full; a menu shows none before it is opened."""
    match question, fields:
        case ((SingleQuestion() | MultipleQuestion()), (ChoiceField(options=shown),)):
            labels = [option.label for option in shown]
            return len(shown) <= FORM_MANY and all(
                any(label.endswith(f" · {option.text}") for label in labels)
                for option in question.options
            )
        case _:
            return False


def asked_words(question: Question, posed: Round) -> tuple[str, ...]:
    """The stem and, where there are any, the options in plain words."""
    shown = type_of(question).show(question, posed.order)
    stem = nodes_of(question.stem).plain
    return (stem, shown.plain) if shown else (stem,)


def edition(question: Question, posed: Round) -> str:
    """A short name for the words in which a question is asked, the same as long as they are.

    A button carries it, so that it can be told when the words under it are no longer those that
    it was pressed for. What is not shown before an answer (reasons, the key) is not part of it.
    """
    return token(*asked_words(question, posed))


def reworded(question: Question, posed: Round, interaction: Interaction, at: int) -> bool:
    """Whether the question reads otherwise now than where the member pressed.

    ``at`` is the place of the wording (``edition``) among the action's arguments. A button from
    before there was one has none, and is believed.
    """
    shown = interaction.args[at] if len(interaction.args) > at else ""
    return shown not in ("", edition(question, posed))


def token(*parts: str) -> str:
    """A short name for texts that are too long for a button; equal texts have equal names."""
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=5)
    return base64.b32encode(digest.digest()).decode("ascii").lower()


def given_by(question: Question, posed: Round, interaction: Interaction) -> str | Invalid:
    """What a submitted form answers, or the refusal that shows what is amiss."""
    try:
        return type_of(question).read(question, posed.order, dict(interaction.values))
    except BadInput as bad:
        wording = len(interaction.args) > 1
        form = answer_form(question, posed, interaction.route, wording=wording)
        return Invalid(prefilled(form, dict(interaction.values)), bad.errors)


def pressed(question: Question, posed: Round, option: str) -> str:
    """What a pressed option answers. Raises ``Refusal`` for an option there is not."""
    faces = type_of(question).faces(question, posed.order) or ()
    if option not in [known for known, _ in faces]:
        raise Refusal(say(words("no-option.title"), words("no-option.body")))
    return option


def described(question: Question, posed: Round, given: str) -> str:
    """An answer in words, such as ``B · Polly`` or ``Speech → Polly; Text → Comprehend``."""
    parts = _parts(question, posed, given)
    joined = "; ".join(parts) if parts else ""
    if joined and len(joined) <= IN_WORDS:
        return joined
    return type_of(question).describe(question, posed.order, given)


def solution_of(question: Question, posed: Round) -> str:
    """The right answer in words, as ``described``."""
    match question:
        case MultipleQuestion() | MatchingQuestion():
            return described(question, posed, ",".join(question.key))
        case OrderingQuestion():
            return described(question, posed, ",".join(question.answer))
        case _:
            return type_of(question).solution(question, posed.order)


def _parts(question: Question, posed: Round, given: str) -> list[str]:
    """The parts of an answer that letters alone would not tell; empty for other answers."""
    ids = given.split(",")
    match question:
        case MultipleQuestion(options=options):
            letters = type_of(question).letters(posed.order)
            chosen = [option for option in options if option.id in ids]
            chosen.sort(key=lambda option: letters.get(option.id, ""))
            return [f"{letters.get(o.id, '–')} · {clip(o.text, PART)}" for o in chosen]
        case MatchingQuestion(pairs=pairs, responses=responses):
            told = {response.id: response.text for response in responses}
            if len(ids) != len(pairs):
                return []
            return [
                f"{clip(pair.prompt, PART)} → {clip(told.get(id_, '–'), PART)}"
                for pair, id_ in zip(pairs, ids, strict=True)
            ]
        case OrderingQuestion(items=items):
            steps = {item.id: item.text for item in items}
            return [
                f"{at}. {clip(steps[id_], PART)}" for at, id_ in enumerate(ids, 1) if id_ in steps
            ]
        case _:
            return []
