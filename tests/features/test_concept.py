"""/concept and the buttons on a concept's card."""

from __future__ import annotations

from dataclasses import replace

from tests.features.bench import Bench, control, shown
from tests.features.conftest import OpenBench
from tests.features.course import full
from tests.features.test_quiz import step_on


async def test_an_exact_title_gives_the_card(group: Bench) -> None:
    seen = await group.say(group.ben, "/concept Clustering")
    assert seen.text.startswith("Clustering\nSecond part · concept 8 of 8")
    assert [c.label for c in seen.controls] == ["Quiz me on this", "Related"]


async def test_a_few_letters_are_enough(group: Bench) -> None:
    assert (await group.say(group.ben, "/concept clus")).text.startswith("Clustering")


async def test_several_hits_become_a_choice(group: Bench) -> None:
    seen = await group.say(group.ben, "/concept text")
    assert seen.text.startswith("Which one?")
    (choice,) = seen.controls
    assert {label for label, _ in choice.options} == {
        "Speech to text",
        "Text to speech",
        "Reading text",
    }
    card = shown(await group.chat.choose(group.ben, seen, "Reading text"))
    assert "In one line: reading text." in card.text
    assert card.id == seen.id


async def test_no_hit_offers_what_is_near(group: Bench) -> None:
    seen = await group.say(group.ben, "/concept clustring")
    assert "Did you mean one of these?" in seen.text
    assert "Clustering" in [label for label, _ in seen.controls[0].options]


async def test_nothing_near_says_what_to_do(group: Bench) -> None:
    seen = await group.say(group.ben, "/concept xyzzyqq")
    assert "This course has nothing on “xyzzyqq”" in seen.text


async def test_without_words_it_lists_what_the_group_has_met(group: Bench) -> None:
    await group.at("2026-11-24 10:00")
    seen = await group.say(group.ben, "/concept")
    labels = [label for label, _ in seen.controls[0].options]
    assert labels == ["Text to speech", "Speech to text", "Welcome"]


async def test_related_leads_on(group: Bench) -> None:
    seen = await group.say(group.ben, "/concept clustering")
    related = shown(await group.chat.press(group.ben, seen, "Related"))
    card = shown(await group.chat.choose(group.ben, related, "Regression"))
    assert card.text.startswith("Regression")


async def test_the_opening_card_has_no_buttons_that_lead_nowhere(group: Bench) -> None:
    assert group.last("Welcome").controls == ()
    for action in ("1.related.c0", "1.quiz-on.zz", "1.concept.zz", "1.related.zz"):
        refused = shown(await group.chat.press_action(group.ben, group.last("Welcome"), action))
        assert "isn't in the course" in refused.text or "Nothing is related" in refused.text


async def test_concepts_are_suggested_while_typing(group: Bench) -> None:
    found = await group.chat.suggest(group.ben, "/concept regr", "text")
    assert found.suggestions == [("Regression", "Regression")]
    await group.at("2026-11-23 10:00")
    found = await group.chat.suggest(group.ben, "/concept", "text")
    assert [label for label, _ in found.suggestions] == ["Speech to text", "Welcome"]


async def other_course(bench: Bench) -> None:
    """A second group in the next channel, whose concepts have the same ids and other titles."""
    concepts = {
        id_: replace(concept, title=f"Other {concept.title.lower()}")
        for id_, concept in full("other").concepts.items()
    }
    bench.courses["other"] = replace(full("other"), concepts=concepts)
    await bench.restart()
    preview = await bench.preview(where=bench.general, course="other")
    await bench.chat.press(bench.ana, preview, "Start")


async def test_buttons_lead_on_in_the_course_of_their_card(group: Bench) -> None:
    await other_course(group)
    card = await group.say(group.ben, "/concept clustering")
    theirs = await group.say(group.ben, "/concept other labels", where=group.general)
    related = shown(await group.chat.press_action(group.ben, theirs, control(card, "Related")))
    assert related.text.startswith("Related to Clustering")
    chosen = shown(await group.chat.choose(group.ben, related, "Regression"))
    assert chosen.text.startswith("Regression\n")
    quiz = shown(await group.chat.press_action(group.ben, theirs, control(card, "Quiz me on this")))
    assert quiz.text.startswith("Question 1 of 3 · Clustering\n")
    study = await step_on(group, await group.say(group.ben, "/quiz labels 1"), right=False)
    these = shown(await group.chat.press_action(group.ben, theirs, control(study, "Study these")))
    assert shown(await group.chat.choose(group.ben, these, "Labels")).text.startswith("Labels\n")


async def test_a_button_from_before_still_opens_a_card(group: Bench) -> None:
    card = await group.say(group.ben, "/concept clustering")
    for action in ("1.concept.c5", "1.concept.c5.zzz"):
        seen = shown(await group.chat.press_action(group.ben, card, action))
        assert seen.text.startswith("Labels\n")


async def test_ids_with_dots_can_be_pressed(open_bench: OpenBench) -> None:
    course = full()
    concepts = {
        f"c.{id_[1:]}": replace(
            c, id=f"c.{id_[1:]}", related=tuple(f"c.{r[1:]}" for r in c.related)
        )
        for id_, c in course.concepts.items()
    }
    questions = {
        id_: replace(q, concept=f"c.{q.concept[1:]}") for id_, q in course.questions.items()
    }
    bench = await open_bench(
        replace(course, concepts=concepts, questions=questions, plan=tuple(concepts), confusable=())
    )
    await bench.set_up()
    card = await bench.say(bench.ben, "/concept clustering")
    related = shown(await bench.chat.press(bench.ben, card, "Related"))
    assert related.text.startswith("Related to Clustering")
    quiz = shown(await bench.chat.press(bench.ben, card, "Quiz me on this"))
    assert quiz.text.startswith("Question 1 of 3 · Clustering")
    near = await bench.say(bench.ben, "/quiz clustring")
    quiz = shown(await bench.chat.press(bench.ben, near, "Clustering"))
    assert quiz.text.startswith("Question 1 of 5 · Clustering")
