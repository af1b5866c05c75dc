"""What a member sees in private while answering the question of the day."""

from __future__ import annotations

from bot.features.answering import LATE_COUNTS
from bot.features.cards import buttons, say
from bot.features.daily.posts import OPEN
from bot.features.daily.words import words
from bot.features.posing import (
    answer_row,
    choice_token_of,
    in_words,
    question_blocks,
)
from bot.features.verdicts import ONE_LINE
from bot.interactions.router import decode, encode, from_millis
from bot.model import Block, Button, Buttons, Card, Style
from bot.study.remembered import per_content
from bot.study.round import Round
from content.model import Question

PICK, SURE, CHANGE = "pick-answer", "sure", "change"
LATE_PICK, LATE_OPEN, LATE_SUBMIT = "late-answer", "late-open", "late-submit"


def confirm_card(question: Question, posed: Round, given: str, note: str = "") -> Card:
    """Asks how sure the member is of ``given``. Its buttons confirm that choice only."""
    return _confirm_card(question, posed.id, posed.order, given, note)


@per_content
def _confirm_card(question: Question, round_id: int, order: str, given: str, note: str) -> Card:
    chosen = in_words(question, order, given)
    choice = choice_token_of(question, order, given)
    title = words("sure-title", answer=chosen)
    fits = len(title) <= ONE_LINE
    return say(
        title if fits else words("sure-long-title"),
        note,
        "" if fits else words.text("sure-long-chose", answer=chosen),
        words("sure-body"),
        rows=(
            buttons(
                Button(words("sure-button"), encode(SURE, round_id, "y", choice), Style.PRIMARY),
                Button(words("unsure-button"), encode(SURE, round_id, "n", choice)),
                Button(words("change-button"), encode(CHANGE, round_id)),
            ),
        ),
    )


def asks_how_sure(card: Card) -> bool:
    """Whether the card is one of ``confirm_card``."""
    faces = [item for row in card.rows if isinstance(row, Buttons) for item in row.items]
    return any(isinstance(b, Button) and decode(b.action)[0] == SURE for b in faces)


def ask_card(question: Question, posed: Round, before: tuple[Block, ...] = ()) -> Card:
    """The open question in private, to be answered right there."""
    blocks = (*before, *question_blocks(question, posed))
    return Card(
        words("question-title", position=posed.position),
        blocks,
        (answer_row(question, posed, PICK, OPEN, wording=True),),
    )


def late_card(question: Question, posed: Round, before: tuple[Block, ...] = ()) -> Card:
    """The closed question in private; its buttons are those of an answer that comes late."""
    blocks = (*before, *question_blocks(question, posed))
    row = answer_row(question, posed, LATE_PICK, LATE_OPEN, wording=True)
    return Card(words("question-title", position=posed.position), blocks, (row,))


def closed_words(posed: Round, now: int) -> str:
    """What an answer is still good for after the close, at ``now`` (epoch ms)."""
    closed = from_millis(posed.closed_at or now)
    in_time = from_millis(now) <= closed + LATE_COUNTS
    return words("closed-meanwhile-streak" if in_time else "closed-meanwhile")
