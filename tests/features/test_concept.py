"""/concept and the buttons on a concept's card."""

from __future__ import annotations

from tests.features.bench import Bench, shown


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
        assert "not in the course" in refused.text or "Nothing is related" in refused.text


async def test_concepts_are_suggested_while_typing(group: Bench) -> None:
    found = await group.chat.suggest(group.ben, "/concept regr", "text")
    assert found.suggestions == [("Regression", "Regression")]
    await group.at("2026-11-23 10:00")
    found = await group.chat.suggest(group.ben, "/concept", "text")
    assert [label for label, _ in found.suggestions] == ["Speech to text", "Welcome"]
