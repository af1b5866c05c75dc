"""/progress: a picture with the same in words, the streak explained, and what to do next."""

from __future__ import annotations

import io
import re

from PIL import Image

from bot.features.pictures.drawings import ProgressPicture
from bot.model import Bar, Card, Drawn, Fields, laid_out
from bot.model.limits import CARD_TEXT
from bot.study.study_days import Mark
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown
from tests.features.past_days import studied, weekdays

TODAY = "2026-11-23"


def drawn(seen: SeenMessage, group: Bench) -> Drawn:
    """The picture as the feature made it."""
    card = group.room.messages[seen.id].card
    assert card is not None
    (found,) = [block for block in card.blocks if isinstance(block, Drawn)]
    return found


def picture(seen: SeenMessage, group: Bench) -> ProgressPicture:
    drawing = drawn(seen, group).drawing
    assert isinstance(drawing, ProgressPicture)
    return drawing


async def on_nine_days(group: Bench) -> SeenMessage:
    """Ben's progress after nine study days with a freeze in between, and today answered."""
    past = weekdays(TODAY, 13)
    await studied(group, group.ben, [*past[3:6], *past[7:]], past[6:7])
    await group.at(f"{TODAY} 10:00")
    await group.answer(group.ben)
    return await group.say(group.ben, "/progress")


async def test_the_picture_and_the_words_say_the_same(group: Bench) -> None:
    seen = await on_nine_days(group)
    (alt,) = seen.images
    days = "The last 11 study days: 10 done, 1 freeze."
    assert re.fullmatch(rf"Streak: 10 study days\. {days} First part, \d+%\.", alt), alt
    assert days in seen.text
    assert "Streak: 10 study days" in seen.text
    assert re.search(r"First part · \d+% known · 1 of 3 concepts so far, 1 of 1 right\.", seen.text)
    data = picture(seen, group)
    assert (data.streak, data.heading) == (10, "study days in a row")
    assert [mark for _, mark in data.days].count(Mark.FREEZE) == 1
    assert "".join(letter for letter, _ in data.days) == "MTWTFMTWTFM"
    assert dict(data.legend) == {Mark.DAILY: "done", Mark.FREEZE: "freeze"}
    assert data.beside == ("1 freeze left",), "spent, and earned back"
    (section,) = data.sections
    assert f"{round(100 * section.share)}%" in alt


async def test_the_picture_reads_on_a_phone_and_on_any_ground(group: Bench) -> None:
    data = picture(await on_nine_days(group), group)
    with Image.open(io.BytesIO(data.png())) as image:
        assert image.width == 1200 and image.height > 500
        corner = image.convert("RGBA").getpixel((0, 0))
        assert isinstance(corner, tuple) and corner[3] == 0, "it stands on a panel of its own"
    assert data.png() is data.png(), "drawn once"


async def test_without_a_picture_there_are_bars_and_signs(group: Bench) -> None:
    seen = await on_nine_days(group)
    card = group.room.messages[seen.id].card
    assert card is not None
    told = laid_out(card, pictures=False)
    assert not [block for block in told.blocks if isinstance(block, Drawn)]
    (bar,) = [block for block in told.blocks if isinstance(block, Bar)]
    assert bar.label.startswith("First part · ") and 0 < bar.share <= 0.34
    assert "✓ ✓ ✓ ❄ ✓ ✓ ✓ ✓ ✓ ✓ ✓" in told.fallback


async def test_the_next_sensible_things_are_buttons_and_work_after_a_restart(group: Bench) -> None:
    await studied(group, group.ben, weekdays(TODAY, 2))
    await group.at(f"{TODAY} 10:00")
    seen = await group.say(group.ben, "/progress")
    assert "The question of the day is waiting for you" in seen.text
    assert [c.label for c in seen.controls] == ["Answer today's question"]
    await group.restart()
    asked = shown(await group.chat.press(group.ben, seen, "Answer today's question"))
    verdict = await group.answer_at(group.ben, asked, right=False)
    assert "Sure" in [c.label for c in verdict.controls]
    await group.chat.press(group.ben, verdict, "Sure")
    await group.at("2026-11-24 20:00")
    seen = await group.say(group.ben, "/progress")
    labels = [c.label for c in seen.controls]
    assert labels == ["Answer today's question", "Review now", "Quiz my weakest section", "Why 3?"]
    await group.restart()
    quiz = shown(await group.chat.press(group.ben, seen, "Quiz my weakest section"))
    assert "Question 1 of" in quiz.text
    await group.say(group.ben, "/quiz stop")
    seen = await group.say(group.ben, "/progress")
    review = shown(await group.chat.press(group.ben, seen, "Review now"))
    assert review.text.startswith("Question 1 of 1")


async def test_an_answered_question_is_said_and_not_offered(group: Bench) -> None:
    seen = await on_nine_days(group)
    assert "Today: You've answered the question of the day" in seen.text
    assert [c.label for c in seen.controls] == ["Quiz my weakest section", "Why 10?"]


async def test_why_the_streak_is_what_it_is_day_by_day(group: Bench) -> None:
    seen = await on_nine_days(group)
    await group.restart()
    why = shown(await group.chat.press(group.ben, seen, "Why 10?"))
    lines = why.text.split("\n")
    assert lines[0] == "Why your streak is 10 days"
    assert any("missed, but a freeze kept your streak." in line for line in lines)
    assert lines[-5].startswith("✓ Fri, Nov 20: studied. Day 9.")
    assert lines[-4] == "✓ Mon, Nov 23: answered. Day 10."
    assert "five" not in why.text and "5 practice questions with 3 of them right" in why.text
    assert "You have 1 freeze" in why.text
    assert "4 more days to your next milestone: 14." in why.text
    back = shown(await group.chat.press(group.ben, why, "Back to my progress"))
    assert back.text.startswith("Your progress")


async def test_every_kind_of_day_is_told(group: Bench) -> None:
    """Answered, late, off, in a break, not asked, withdrawn, practiced, open."""
    ben = group.ben
    await group.at("2026-11-23 10:00")
    await group.answer(ben)
    await group.at("2026-11-25 10:00")  # Tuesday's is answered late
    results = [m for m in group.chat.posts() if m.text.startswith("Results")][-1]
    offer = shown(await group.chat.press(ben, results, "I haven't answered yet"))
    await group.answer_at(ben, offer, True)
    ask = await group.say(group.ana, "/study withdraw")
    await group.chat.press(group.ana, ask, "Withdraw")
    await group.skip()  # Thursday
    await group.at("2026-11-27 08:00")
    await group.say(group.ana, "/study pause")
    await group.at("2026-12-01 08:00")
    await group.say(group.ana, "/study resume")
    await group.at("2026-12-01 10:00")
    step = await group.say(ben, "/quiz 5")
    for _ in range(5):
        verdict = await group.answer_at(ben, step, right=True)
        step = shown(await group.chat.press_action(ben, verdict, verdict.controls[0].action))
    await group.off_until("2026-12-03 10:00")
    why = shown(await group.chat.press(ben, await group.say(ben, "/progress"), "Why 3?"))
    told = why.text.split("\n")[1:-3]
    assert told == [
        "✓ Mon, Nov 23: answered. Day 1.",
        "✓ Tue, Nov 24: answered within a day of the close. Day 2.",
        "– Wed, Nov 25: the question was taken back. It doesn't count.",
        "– Thu, Nov 26: a day off for the whole group. It doesn't count.",
        "– Fri, Nov 27: the group was on a break. It doesn't count.",
        "– Mon, Nov 30: the group was on a break. It doesn't count.",
        "✓ Tue, Dec 1: 5 practice answers, 5 right. Day 3.",
        "– Wed, Dec 2: the bot didn't ask anything that day. It doesn't count against you.",
        "○ Thu, Dec 3: not over yet. Today counts as soon as you study.",
    ]
    seen = await group.say(ben, "/progress")
    assert "The last 9 study days: 3 done, 5 off, today still open." in seen.text


async def test_a_broken_streak_says_where_it_broke(group: Bench) -> None:
    past = weekdays(TODAY, 6)
    await studied(group, group.ben, past[:2], past[2:])
    await group.at(f"{TODAY} 10:00")
    await group.answer(group.ben)
    seen = await group.say(group.ben, "/progress")
    why = shown(await group.chat.press(group.ben, seen, "Why 1?"))
    assert why.text.count("missed, but a freeze kept your streak.") == 1
    assert why.text.count("missed, so your streak started over.") == 1
    assert why.text.count(": missed.") == 2
    assert "You have no freeze left." in why.text


async def test_somebody_new_is_told_how_a_streak_begins(group: Bench) -> None:
    await group.at(f"{TODAY} 10:00")
    seen = await group.say(group.ben, "/progress")
    assert "Your first answer gets it going" in seen.text
    number = (await group.group()).id
    why = shown(await group.chat.press_action(group.ben, seen, f"1.why-streak.{number}"))
    assert "You haven't had a study day yet" in why.text


async def test_words_of_a_long_course_stay_within_what_a_card_takes(group: Bench) -> None:
    seen = await on_nine_days(group)
    card = group.room.messages[seen.id].card
    assert isinstance(card, Card)
    assert isinstance(card.blocks[0], Fields), "what there is to do comes first"
    assert len(card.fallback) < CARD_TEXT
