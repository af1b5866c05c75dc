"""A question as it is put to members: its words, its controls, and what came back."""

from __future__ import annotations

from bot.core.router import Refusal, encode
from bot.features.cards import say
from bot.model import (
    Button,
    Buttons,
    Form,
    Interaction,
    Invalid,
    Paragraph,
    Strong,
    Style,
    prefilled,
)
from bot.model.limits import BUTTON_FACE, FORM_TITLE, clip
from bot.study.questions import BadInput, type_of
from content.inline import nodes_of
from content.model import Course, Question
from storage.records import Round

WITHDRAWN = say(
    "This question was withdrawn",
    "An organiser took it back, and it counts for nobody. The next one comes next study day.",
)
NO_QUESTION = say(
    "This question is not in the course any more",
    "Your points for it stay. /quiz asks you others.",
)


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


def answer_row(question: Question, posed: Round, press: str, opens: str) -> Buttons:
    """Buttons to answer with: one an option where they fit, else one that opens a form.

    ``press`` and ``opens`` are routes; both get the round's id, ``press`` the option's too.
    """
    faces = type_of(question).faces(question, posed.order)
    if faces is None:
        return Buttons((Button("Answer", encode(opens, posed.id), Style.PRIMARY),))
    return Buttons(
        tuple(
            Button(clip(face, BUTTON_FACE), encode(press, posed.id, option))
            for option, face in faces
        )
    )


def answer_form(question: Question, posed: Round, submit: str, given: str = "") -> Form:
    """The form behind **Answer**; ``submit`` is the route that takes it."""
    fields = type_of(question).fields(question, posed.order, given)
    return Form(encode(submit, posed.id), clip("Your answer", FORM_TITLE), fields, submit="Answer")


def given_by(question: Question, posed: Round, interaction: Interaction) -> str | Invalid:
    """What a submitted form answers, or the refusal that shows what is amiss."""
    try:
        return type_of(question).read(question, posed.order, dict(interaction.values))
    except BadInput as bad:
        form = answer_form(question, posed, interaction.route)
        return Invalid(prefilled(form, dict(interaction.values)), bad.errors)


def pressed(question: Question, posed: Round, option: str) -> str:
    """What a pressed option answers. Raises ``Refusal`` for an option there is not."""
    faces = type_of(question).faces(question, posed.order) or ()
    if option not in [known for known, _ in faces]:
        raise Refusal(
            say("That is not one of the options", "Please use the buttons under the question.")
        )
    return option


def described(question: Question, posed: Round, given: str) -> str:
    """An answer in words, such as ``B · Polly``."""
    return type_of(question).describe(question, posed.order, given)
