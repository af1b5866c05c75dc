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
    Form,
    Interaction,
    Invalid,
    Paragraph,
    Strong,
    Style,
    prefilled,
)
from bot.model.limits import BUTTON_FACE, FORM_INTRO, FORM_TITLE, clip
from bot.study.questions import BadInput, type_of
from bot.study.remembered import per_content
from bot.study.round import Round
from content.inline import nodes_of
from content.model import Course, Question

words = words_of(__file__, "answering")

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
    return _blocks(question, posed.order)


@per_content
def _blocks(question: Question, order: str) -> tuple[Paragraph, ...]:
    shown = type_of(question).show(question, order)
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
    listed = type_of(question).lists_all(question, fields)
    asked = asked_words(question, posed)[: 1 if listed else 2]
    intro = clip("\n\n".join(asked), FORM_INTRO)
    action = encode(submit, posed.id, *now)
    return Form(action, title, fields, submit=words("answer-button"), intro=intro)


def asked_words(question: Question, posed: Round) -> tuple[str, ...]:
    """The stem and, where there are any, the options in plain words."""
    return _asked(question, posed.order)


@per_content
def _asked(question: Question, order: str) -> tuple[str, ...]:
    shown = type_of(question).show(question, order)
    stem = nodes_of(question.stem).plain
    return (stem, shown.plain) if shown else (stem,)


def edition(question: Question, posed: Round) -> str:
    """A short name for the words in which a question is asked, the same as long as they are.

    A button carries it, so that it can be told when the words under it are no longer those that
    it was pressed for. What is not shown before an answer (reasons, the key) is not part of it.
    """
    return edition_of(question, posed.order)


@per_content
def edition_of(question: Question, order: str) -> str:
    """``edition`` of a question shown in this ``order``."""
    return token(*_asked(question, order))


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
    if option not in _options(question, posed.order):
        raise Refusal(say(words("no-option.title"), words("no-option.body")))
    return option


@per_content
def _options(question: Question, order: str) -> frozenset[str]:
    """What can be answered by pressing a button."""
    return frozenset(id_ for id_, _ in type_of(question).faces(question, order) or ())


def described(question: Question, posed: Round, given: str) -> str:
    """An answer in words, such as ``B · Polly`` or ``Speech → Polly; Text → Comprehend``."""
    return in_words(question, posed.order, given)


@per_content
def in_words(question: Question, order: str, given: str) -> str:
    """``described`` for a question shown in this ``order``."""
    return type_of(question).in_words(question, order, given)


def solution_of(question: Question, posed: Round) -> str:
    """The right answer in words, as ``described``."""
    return _solution(question, posed.order)


@per_content
def _solution(question: Question, order: str) -> str:
    return type_of(question).solution(question, order)
