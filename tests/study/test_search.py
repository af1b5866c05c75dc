"""Finding concepts by words."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.model import text
from bot.study.search import concepts_of, find, is_ready, prepare
from bot.study.search_index import index_of, typed_words
from content.model import Term
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


def test_terms_of_the_glossary() -> None:
    drift = Term("data-drift", "Data drift", text("Inputs change."), "c7", ("change of inputs",))
    polly = Term("polly-voice", "Polly voice", text("A voice."), "c4")
    course = replace(COURSE, glossary=(drift, polly))
    for words in ("data drift", "Data-Drifts", "change of inputs"):
        found = find(course, words)
        assert (found.exact, found.entries) == (drift, (drift,))
        assert [concept.id for concept in found.hits] == ["c7"]
    both = find(course, "polly")
    assert both.exact is None
    assert both.entries == (polly, course.concepts["c4"])
    assert [concept.id for concept in find(course, "voice").hits] == ["c4"]
    assert find(course, "inputs").entries[0] is drift
    assert drift in find(course, "daat drift").guesses
    assert find(course, "data drift", among={"c4"}).exact is None


def test_a_term_s_name_comes_before_another_s_synonym() -> None:
    fresh = Term("freshness", "Freshness", text("Recent."), "c7", ("fresh data",))
    drift = Term("data-drift", "Data drift", text("Inputs change."), "c7")
    assert find(replace(COURSE, glossary=(fresh, drift)), "data").entries == (drift, fresh)


def test_signs_tell_titles_apart() -> None:
    titles = ("C", "C++", "C#", "%", "k-means", "k-means++")
    concepts = {
        f"s{n}": replace(COURSE.concepts["c4"], id=f"s{n}", title=title)
        for n, title in enumerate(titles)
    }
    course = replace(COURSE, concepts=concepts, plan=tuple(concepts))
    for title in titles:
        assert [c.title for c in find(course, title.upper()).hits] == [title]


def test_words_that_are_nearly_right() -> None:
    for words in ("lables", "lables and features", "crossvalidation", "crosvalidation", "poly"):
        assert find(COURSE, words).near or find(COURSE, words).hits, words
    assert find(COURSE, "lables").near[0].title == "Labels and features"


def test_what_is_typed_is_cut_before_it_grows() -> None:
    assert len(typed_words("ﷺ" * 100_000)) <= 200
    assert find(COURSE, "ﷺ" * 100_000).hits == ()


def test_the_index_of_a_course_is_worked_out_once() -> None:
    fresh = replace(COURSE)
    assert not is_ready(fresh)
    prepare(fresh)
    assert is_ready(fresh)
    index = index_of(fresh)
    find(fresh, "amazon")
    assert index_of(fresh) is index
