"""Finding concepts by words."""

from hypothesis import given
from hypothesis import strategies as st

from bot.study.search import concepts_of, find
from tests.study import courses

COURSE = courses.course()


def titles(words: str) -> list[str]:
    return [concept.title for concept in find(COURSE, words).hits]


def test_exact_titles_and_ids_are_the_only_hit() -> None:
    assert titles("supervised learning") == ["Supervised learning"]
    assert titles("C4") == ["Amazon Polly"]
    assert titles("cross validation") == ["Cross-validation"]


def test_words_of_titles() -> None:
    assert titles("amazon") == ["Amazon Polly", "Amazon Transcribe"]
    assert titles("learn") == ["Supervised learning", "Unsupervised learning"]
    assert titles("features labels") == ["Labels and features"]


def test_words_of_cards_and_facts() -> None:
    assert titles("imputation") == ["Labels and features"]
    assert titles("body card 3") == ["Reinforcement"]


def test_near_names() -> None:
    found = find(COURSE, "transcrbe")
    assert found.hits == ()
    assert found.near[0].title == "Amazon Transcribe"
    assert find(COURSE, "qqqqqq").near == ()


def test_only_among_what_may_be_found() -> None:
    found = find(COURSE, "amazon", among={"c4"})
    assert [concept.id for concept in found.hits] == ["c4"]


def test_sections() -> None:
    assert [section.id for section in find(COURSE, "the rest").sections] == ["more"]
    assert concepts_of(COURSE, "more") == ("c4", "c5", "c6", "c7")


@given(st.text(max_size=40))
def test_any_words_can_be_searched_for(words: str) -> None:
    found = find(COURSE, words)
    assert not (found.hits and found.near)


@given(st.sampled_from(COURSE.plan))
def test_every_concept_is_found_by_its_title(id_: str) -> None:
    concept = COURSE.concepts[id_]
    assert find(COURSE, concept.title.upper()).hits == (concept,)
