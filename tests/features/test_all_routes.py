"""Whatever is pressed, no screen shows the answer to a question of the day still open to a person.

The routes are those that the router has: a new one is walked without being named here.
"""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import replace

from bot.interactions.button_codec import base36
from bot.interactions.sentences import sorry
from bot.model import Card, MemberRef
from bot.study.round import NewRound, Round
from content.model import Course
from content.questions import Choice
from tests.contract.driver import Result, SeenMessage
from tests.features.bench import Bench
from tests.features.conftest import OpenBench
from tests.features.course import TITLES, course, single

DEEP = 400
"""Presses on real screens, at most."""


def told() -> Course:
    """Every reason and takeaway says which question it gives away."""
    questions = []
    for at, number in itertools.product(range(1, len(TITLES)), range(3)):
        question = single(f"q{at}-{number}", f"c{at}")
        options = tuple(
            Choice(o.id, o.correct, o.text, f"Because of {question.id}.", o.short)
            for o in question.options  # type: ignore[union-attr]
        )
        takeaway = f"Takeaway of {question.id}."
        questions.append(replace(question, options=options, takeaway=takeaway))  # type: ignore[call-arg]
    return course(questions, TITLES)


class Walk:
    """Somebody who presses everything, and answers no question of the day."""

    def __init__(self, bench: Bench, secret: Round) -> None:
        self.bench = bench
        self.secret = secret
        self.signs = (f"Because of {secret.question_id}.", f"Takeaway of {secret.question_id}.")
        self.names = (f"M{n}" for n in itertools.count())
        self.who: MemberRef = bench.ben
        self.pressed = 0

    async def somebody_new(self) -> None:
        """A member who has a quiz open that asks the question, begun before the day."""
        bench, posed = self.bench, self.secret
        self.who = bench.join(next(self.names))
        self.screen = await bench.say(self.who, "/today")
        person = (await bench.person(self.who)).id
        new = NewRound(posed.question_id, posed.revision, posed.concept_id, posed.order)
        self.runs = [
            await bench.store.runs.start(
                person_id=person,
                group_id=group.id,
                topic="A mix",
                rounds=[new],
                local_date=posed.local_date,
                now=0,
            )
            for group in await bench.store.groups.all()
        ]

    async def check(self, result: Result, what: str) -> None:
        """Fails where the answer is shown to somebody who could still give it."""
        self.pressed += 1
        answered = await self.bench.store.answers.answered_questions(
            (await self.bench.person(self.who)).id, "small"
        )
        if self.secret.question_id in answered:
            assert answered[self.secret.question_id].kind == "daily", what
            await self.somebody_new()
            return
        said = [m.text for m in (*result.replies, *([result.updated] if result.updated else []))]
        said += [result.form.intro] if result.form else []
        for words in said:
            assert not any(sign in words for sign in self.signs), f"{what}: {words}"

    async def synthetic(self) -> None:
        """Every route with made-up arguments: rounds, runs, groups, concepts, choices."""
        bench = self.bench
        await self.somebody_new()
        for route in sorted(bench.app.router.actions):
            ids = [base36(run.rounds[0].id) for run in self.runs]
            for group in await bench.store.groups.all():
                dailies = await bench.store.rounds.open_dailies(group.id)
                ids += [base36(posed.id) for posed in dailies]
            ids += [base36(run.id) for run in self.runs] + [self.secret.concept_id, "0"]
            firsts = [(), *((id_,) for id_ in dict.fromkeys(ids))]
            for first in firsts:
                for more in ((), ("B",), ("y",)):
                    action = ".".join(("1", route, *first, *(more if first else ())))
                    result = await bench.chat.press_action(self.who, self.screen, action)
                    await self.check(result, action)

    async def real(self, lines: list[str]) -> None:
        """Every control of every screen that commands and posts lead to."""
        bench = self.bench
        left: deque[tuple[SeenMessage, str]] = deque()
        seen: set[str] = set()

        def enqueue(message: SeenMessage) -> None:
            for control in message.controls:
                route = control.action.split(".")[1] if "." in control.action else ""
                if control.kind == "button" and (route, control.label) not in seen:
                    seen.add((route, control.label))  # type: ignore[arg-type]
                    left.append((message, control.action))

        for where in (bench.study, bench.general):
            for post in bench.chat.posts(where):
                enqueue(post)
            for line in lines:
                result = await bench.chat.command(self.who, line, where=where)
                await self.check(result, line)
                for message in result.replies:
                    enqueue(message)
        for _ in range(DEEP):
            if not left:
                return
            message, action = left.popleft()
            bench.room.subjects.clear()  # older screens stay, as on a platform that keeps them
            result = await bench.chat.press_action(self.who, message, action)
            await self.check(result, action)
            for reply in (*result.replies, *([result.updated] if result.updated else [])):
                enqueue(reply)


def public(bench: Bench) -> str:
    cards = [m.card for m in bench.room.messages.values() if m.private_to is None]
    return "\n".join(card.fallback for card in cards if isinstance(card, Card))


async def two_groups(open_bench: OpenBench) -> tuple[Bench, Round, Round]:
    """Two groups on one course, with the same question open in both, one an hour longer."""
    bench = await open_bench(told())
    await bench.set_up()
    preview = await bench.preview(where=bench.general, times="11:00")
    await bench.chat.press(bench.ana, preview, "Start")
    await bench.settle()
    second = max(group.id for group in await bench.store.groups.all())
    await bench.at("2026-11-24 10:00")
    (posed,) = await bench.store.rounds.open_dailies(1)
    for old in await bench.store.rounds.open_dailies(second):
        await bench.store.rounds.void(old.id, 0, [])
    await bench.store.rounds.open_daily(
        second,
        NewRound(posed.question_id, posed.revision, posed.concept_id, posed.order),
        local_date="2026-11-24",
        opened_at=int(bench.moment("2026-11-24 11:00").timestamp() * 1000),
        closes_at=int(bench.moment("2026-11-25 11:00").timestamp() * 1000),
    )
    await bench.at("2026-11-24 11:30")
    (theirs,) = await bench.store.rounds.open_dailies(second)
    assert theirs.question_id == posed.question_id
    return bench, posed, theirs


def forget_forms_pressed(bench: Bench) -> None:
    """Forms' routes were pressed like buttons, which no platform can do: each such press fails."""
    room = bench.chat.room
    assert set(room.breaches) <= {"only a submitted form can be refused"}
    failed = [
        id_
        for id_, message in room.messages.items()
        if message.card is not None and message.card.title == sorry("").title
    ]
    assert len(failed) == len(room.breaches)
    bench.expected_faults += ["platform refused the answer"] * len(failed)
    room.breaches.clear()
    for id_ in failed:
        del room.messages[id_]


async def test_no_route_shows_the_answer_to_who_can_still_give_it(open_bench: OpenBench) -> None:
    bench, posed, _ = await two_groups(open_bench)
    walk = Walk(bench, posed)
    await walk.somebody_new()
    lines = [
        " ".join(("/" + command.path[0], *command.path[1:]))
        for command in bench.app.router.commands
        if not command.for_organizers
    ]
    title = bench.courses["small"].concepts[posed.concept_id].title
    lines += [f"/quiz {title}", f"/quiz {title} 20", f"/concept {title}", "/leaderboard all"]
    await walk.real(lines)
    await walk.synthetic()
    assert walk.pressed > 500, "it did walk"
    forget_forms_pressed(bench)


async def test_results_wait_until_no_group_near_by_can_answer(open_bench: OpenBench) -> None:
    bench, posed, _ = await two_groups(open_bench)
    signs = Walk(bench, posed).signs
    await bench.at("2026-11-25 09:30")
    waiting = (await bench.store.deliveries.of_round(posed.id, "question"))[0].message
    assert waiting is not None
    message = next(m for m in bench.chat.posts() if m.id == waiting.id)
    assert "Another group here is still answering this question" in message.text
    assert not any(sign in public(bench) for sign in signs)
    assert "The answer was" not in bench.last("Chat bots").text
    late = await bench.chat.press(bench.ben, message, "I haven't answered yet")
    assert late.replies[0].text.startswith("This is an open question of the day")
    await bench.at("2026-11-25 11:30")
    message = next(m for m in bench.chat.posts() if m.id == waiting.id)
    assert signs[0] in message.text, "now it is told"
    assert "still answering" not in message.text


async def test_a_withdrawal_ends_the_waiting_as_well(open_bench: OpenBench) -> None:
    bench, posed, theirs = await two_groups(open_bench)
    await bench.at("2026-11-25 09:30")
    ask = await bench.say(bench.ana, "/study withdraw", where=bench.general)
    await bench.chat.press(bench.ana, ask, "Withdraw")
    await bench.settle()
    withdrawn = await bench.store.rounds.get(theirs.id)
    assert withdrawn is not None
    assert withdrawn.state == "void"
    first = (await bench.store.deliveries.of_round(posed.id, "question"))[0].message
    assert first is not None
    message = next(m for m in bench.chat.posts() if m.id == first.id)
    assert Walk(bench, posed).signs[0] in message.text
