"""Nothing shows the answer of a question of the day to somebody who can still answer it."""

from __future__ import annotations

from bot.features.answering import decision, record_of
from bot.features.quiz import cards
from bot.interactions.button_codec import base36
from bot.model import MemberRef
from bot.runtime.clock import millis
from bot.study.quiz_run import Run
from bot.study.round import NewRound, Round
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown


async def run_on(bench: Bench, who: MemberRef, posed: Round, group_id: int) -> Run:
    """A quiz of ``who`` that asks the question of ``posed``, begun before anybody knew."""
    person = await bench.person(who)
    return await bench.store.runs.start(
        person_id=person.id,
        group_id=group_id,
        topic="A mix",
        rounds=[NewRound(posed.question_id, posed.revision, posed.concept_id, posed.order)],
        local_date=posed.local_date,
        now=0,
    )


async def practise(bench: Bench, who: MemberRef, run: Run, on: SeenMessage) -> SeenMessage:
    """Goes on with the run, and answers its only question wrongly where it is asked."""
    resume = f"1.{cards.RESUME}.{base36(run.id)}"
    step = shown(await bench.chat.press_action(who, on, resume))
    if f"{base36(run.rounds[0].id)}" in " ".join(c.action for c in step.controls):
        return await bench.answer_at(who, step, False)
    return step


async def second_group(bench: Bench) -> int:
    preview = await bench.preview(where=bench.general, times="11:00")
    await bench.chat.press(bench.ana, preview, "Start")
    return max(group.id for group in await bench.store.groups.all())


async def test_a_run_begun_before_gives_no_open_question_away(group: Bench) -> None:
    bench = group
    await bench.at("2026-11-24 10:00")
    await bench.answer(bench.cleo)
    posed = await bench.posed()
    quiz = await bench.say(bench.ben, "/quiz")
    run = await run_on(bench, bench.ben, posed, posed.group_id)
    said = await practise(bench, bench.ben, run, quiz)
    assert "it's an open question of the day" in said.text
    assert await bench.store.runs.get(run.id) is None, "nothing of it is left"
    # Cleo has answered it: to her it is a question like any other.
    quiz = await bench.say(bench.cleo, "/quiz")
    run = await run_on(bench, bench.cleo, posed, posed.group_id)
    assert "open question" not in (await practise(bench, bench.cleo, run, quiz)).text


async def test_a_second_group_gives_no_open_question_away(group: Bench) -> None:
    bench = group
    second = await second_group(bench)
    await bench.at("2026-11-24 10:00")
    posed = await bench.posed()
    quiz = await bench.say(bench.ben, "/quiz", where=bench.general)
    run = await run_on(bench, bench.ben, posed, second)
    said = await practise(bench, bench.ben, run, quiz)
    assert "it's an open question of the day" in said.text
    assert await bench.points(bench.ben) == 0


async def test_what_was_answered_in_another_group_since_earns_nothing(group: Bench) -> None:
    """Also where nobody could know that the person is in both."""
    bench = group
    second = await second_group(bench)
    await bench.at("2026-11-24 10:00")
    await bench.say(bench.ben, "/today")
    posed = await bench.posed()
    theirs = await bench.store.rounds.open_daily(
        second,
        NewRound(posed.question_id, posed.revision, posed.concept_id, posed.order),
        local_date="2026-11-20",
        opened_at=posed.opened_at,
        closes_at=None,
    )
    person = await bench.person(bench.ben)
    now = millis(bench.clock.now())
    record = record_of(await bench.group(), "small", theirs, person.id, "B", "daily", now)
    question = bench.question(posed)
    await bench.store.answers.record(record, decision(question, theirs, record, True))
    await bench.answer(bench.ben)
    own = (await bench.store.boards.board(posed.group_id, "all", person.id)).own
    assert own is not None
    assert own.points == 0
    assert (await bench.streak(bench.ben)).current == 1
