"""A text with gaps in a group: a form for several gaps, buttons for one, credit for each gap."""

from __future__ import annotations

from dataclasses import replace

from content.questions.cloze import ClozeQuestion
from tests.features.bench import shown
from tests.features.conftest import OpenBench
from tests.features.course import TITLES, course, only
from tests.features.deeds import opened
from tests.questions import examples


async def test_several_gaps_are_filled_in_a_form(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "cloze", 2)
    post = await bench.question_message()
    assert "With (1) ____ for every record the task is supervised" in post.text
    assert "(1)" in post.text and "(2)" in post.text and "clustering" in post.text
    assert [c.label for c in post.controls] == ["Answer"]
    form = (await bench.chat.press(bench.ben, post, "Answer")).form
    assert form is not None
    assert [(f.label, len(f.options)) for f in form.fields] == [("Gap (1)", 2), ("Gap (2)", 3)]
    assert "(1) ____" in form.intro

    refused = await bench.chat.submit(bench.ben, form, {"g1": ("B",)})
    assert refused.errors == {"g2": "Choose one of the answers."}
    verdict = await bench.answer(bench.ben)
    assert verdict.text.startswith("Correct! +20")
    wrong = await bench.answer(bench.cleo, right=False)
    assert wrong.text.startswith("Not quite: it's (1) labels; (2) clustering")


async def test_every_gap_counts_on_its_own_in_a_quiz(open_bench: OpenBench) -> None:
    bench = await open_bench(only("cloze", difficulty=2, concepts=4))
    await bench.set_up()
    step = await bench.say(bench.ben, "/quiz 1")
    form = (await bench.chat.press(bench.ben, step, "Answer")).form
    assert form is not None
    verdict = shown(await bench.chat.submit(bench.ben, form, {"g1": ("B",), "g2": ("A",)}))
    assert verdict.text.startswith("1 of 2 right")
    assert "regression: your answer, but it's wrong." in verdict.text
    assert "clustering: right." in verdict.text
    assert "labels: right." not in verdict.text
    done = shown(await bench.chat.press(bench.ben, verdict, "See how it went"))
    assert "1. 1 of 2 right · With (1) ____" in done.text


async def test_each_gap_moves_the_memory_of_its_own_concept(open_bench: OpenBench) -> None:
    two = examples()["cloze"][0]
    assert isinstance(two, ClozeQuestion)
    gaps = (two.gaps[0], replace(two.gaps[1], concept="c2"))
    questions = [replace(two, id="q1", concept="c1", gaps=gaps)]
    bench = await open_bench(course(questions, TITLES[:3]))
    await bench.set_up()
    step = await bench.say(bench.ben, "/quiz 1")
    form = (await bench.chat.press(bench.ben, step, "Answer")).form
    assert form is not None
    await bench.chat.submit(bench.ben, form, {"g1": ("B",), "g2": ("A",)})
    person = await bench.store.people.by_member(bench.ben)
    assert person is not None
    found = await bench.store.memories.of(person.id, "small", 1)
    right = {id_: one.in_a_row for (kind, id_), one in found.known.items() if kind == "concept"}
    assert right == {"c1": 1, "c2": 0}


async def test_one_gap_is_answered_with_buttons(open_bench: OpenBench) -> None:
    one = next(q for q in examples()["cloze"] if q.id == "q-sample-cloze-one")
    questions = [replace(one, id=f"q{at}", concept=f"c{at}") for at in (1, 2, 3)]
    bench = await open_bench(course(questions, TITLES[:4]))
    await bench.set_up()
    step = await bench.say(bench.ben, "/quiz 1")
    labels = [c.label for c in step.controls if c.label != "Stop"]
    faces = sorted(label.split(" · ")[1] for label in labels if " · " in label)
    assert faces == ["overfit", "regularize", "underfit"]
    face = next(label for label in labels if label.endswith("underfit"))
    verdict = shown(await bench.chat.press(bench.ben, step, face))
    assert verdict.text.startswith("Not quite")
    assert "underfit: your answer, but it's wrong." in verdict.text
    assert "fit far too closely to the noise in: right." in verdict.text
