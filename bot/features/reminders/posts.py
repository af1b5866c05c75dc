"""What a reminder says, worked out at the moment it goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.features.cards import buttons, say
from bot.features.checkpoint.cards import take_button, today_words
from bot.features.daily.posts import OPEN, PRESS, open_until
from bot.features.posing import answer_row, question_blocks
from bot.features.reminders.offer import ON, words
from bot.features.reminders.waiting import GroupWaiting, what_waits
from bot.features.services import Services
from bot.interactions.router import encode
from bot.model import (
    Block,
    Button,
    Buttons,
    Card,
    ChannelRef,
    Paragraph,
    Row,
    Strong,
    Style,
    text,
)
from bot.model.limits import BUTTON_FACE, clip
from bot.study.reminders import ReminderState, ReminderText, is_worth_it, member_at
from bot.study.review import FIVE

OFF, REVIEW, ANSWER = "remind-off", "remind-review", "remind-answer"
MOST = 3
"""Groups that one reminder tells of."""


class ReminderRow(Protocol):
    """What of a reminder's row is needed to say it."""

    @property
    def channel(self) -> ChannelRef: ...
    @property
    def person_id(self) -> int: ...
    @property
    def subject(self) -> ReminderText: ...
    @property
    def due_at(self) -> int: ...


async def reminder_card_for(services: Services, row: ReminderRow) -> Card | None:
    """The card for a reminder; None when there is nothing to remind of any more."""
    reminder = await services.store.reminders.of(row.person_id)
    if reminder is None or reminder.state != ReminderState.ON:
        return None
    person = await services.store.people.by_member(member_at(row.channel))
    if person is None or person.id != row.person_id:
        return None
    found = await what_waits(services, person)
    if not is_worth_it(one.waiting for one in found):
        return None
    if row.subject == ReminderText.PAUSE:
        # Whoever answered since it was planned is back, and is reminded tomorrow as before.
        if await services.store.reminders.answered_since(person.id, row.due_at):
            return None
        return pause_card()
    return reminder_card(found)


def pause_card() -> Card:
    """That reminders pause, with a button to go on."""
    go_on = Button(words("go-on-button"), encode(ON), Style.PRIMARY)
    return say(words("pause.title"), words("pause.body"), rows=(buttons(go_on),))


def reminder_card(found: Sequence[GroupWaiting]) -> Card:
    """What is open and due, to be answered right there."""
    open_ = [one for one in found if one.asked is not None][:MOST]
    due = [one for one in found if one.waiting.reviews][:MOST]
    reviews = min(FIVE, sum(one.waiting.reviews for one in due))
    several = len({one.context.group.id for one in (*open_, *due)}) > 1
    blocks: list[Block] = []
    rows: list[Row] = []
    stake = max((one.stake for one in open_), default=0)
    if stake:
        blocks.append(Paragraph(text(words("stake", days=stake))))
    for one in open_[:1]:
        if one.asked is not None:
            posed, question = one.asked
            if several:
                blocks.append(Paragraph(text(Strong(one.context.course.title))))
            until = open_until(one.context.group, posed)
            blocks += [*question_blocks(question, posed), Paragraph(until)]
            rows.append(answer_row(question, posed, PRESS, OPEN, wording=True))
    blocks += [
        Paragraph(text(words("also-open", course=one.context.course.title))) for one in open_[1:]
    ]
    if reviews:
        blocks.append(Paragraph(text(words("reviews", reviews=reviews))))
    mixed = next((one.checkpoint for one in found if one.checkpoint is not None), None)
    if mixed is not None:
        blocks.append(Paragraph(today_words(mixed)))
    others = [
        _in_group(words("answer-in", course=one.context.course.title), ANSWER, one)
        for one in open_[1:]
    ]
    if others:
        rows.append(Buttons(tuple(others)))
    take = () if mixed is None else (take_button(mixed.checkpoint, begun=mixed.done > 0),)
    rows.append(Buttons((*take, *_reviewing(due), Button(words("off-button"), encode(OFF)))))
    return Card(_title(bool(open_), reviews), tuple(blocks), tuple(rows))


def _title(is_open: bool, reviews: int) -> str:
    if is_open and reviews:
        return words("title-both", reviews=reviews)
    if is_open:
        return words("title-question")
    return words("title-reviews", reviews=reviews) if reviews else words("title-checkpoint")


def _reviewing(due: Sequence[GroupWaiting]) -> tuple[Button, ...]:
    if len(due) == 1:
        action = encode(REVIEW, due[0].context.group.id)
        return (Button(words("review-button"), action, Style.PRIMARY),)
    return tuple(
        _in_group(words("review-in", course=one.context.course.title), REVIEW, one) for one in due
    )


def _in_group(face: str, route: str, one: GroupWaiting) -> Button:
    return Button(clip(face, BUTTON_FACE), encode(route, one.context.group.id))
