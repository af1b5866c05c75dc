"""A topic with or without a number of questions, and words that are no topic."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import text
from bot.study.topics import Topic, Unknown, Verb, read_topic, suggested
from content.model import Concept, Course, Section
from tests.study import courses

TITLES = ["Amazon S3", "Amazon Route 53", "GPT-4", "Top 10 risks", "K-means", "K-means ++",
          "Labels", "Amazon Polly", "Stop words", "5"]  # fmt: skip


def course(*titles: str) -> Course:
    concepts = {
        f"c{n}": Concept(f"c{n}", title, "s", text(f"There are 3 kinds of {title}."), "Yes.")
        for n, title in enumerate(titles)
    }
    sections = (Section("s", "Machine learning basics"),)
    return replace(
        courses.course(1), sections=sections, concepts=concepts, plan=tuple(concepts), questions={}
    )


COURSE = course(*TITLES)


def read(words: str, count: int | None = None, of: Course = COURSE) -> tuple[str, int | None]:
    topic = read_topic(of, words, count)
    assert isinstance(topic, Topic), topic
    return "a mix" if topic.anything else topic.title, topic.count


@pytest.mark.parametrize(
    ("words", "title", "count"),
    [
        ("s3", "Amazon S3", None),
        ("S3 3", "Amazon S3", 3),
        ("route 53", "Amazon Route 53", None),
        ("route 53 3", "Amazon Route 53", 3),
        ("gpt 4", "GPT-4", None),
        ("gpt-4 7", "GPT-4", 7),
        ("top 10", "Top 10 risks", None),
        ("labels 10", "Labels", 10),
        ("k-means 3", "K-means", 3),
        ("3 k-means", "K-means", 3),
        ("3 questions on k-means", "K-means", 3),
        ("polly, 5 questions", "Amazon Polly", 5),
        ("polly x3", "Amazon Polly", 3),
        ("polly five", "Amazon Polly", 5),
        ("Five polly", "Amazon Polly", 5),
        ("two questions about polly", "Amazon Polly", 2),
        ("a couple of questions on labels", "Labels", 2),
        ("ten", "a mix", 10),
        ("quiz polly 3", "Amazon Polly", 3),
        ("me on polly", "Amazon Polly", None),
        ("about Polly!", "Amazon Polly", None),
        ("stop words", "Stop words", None),
        ("stop", "Stop words", None),
        ("5", "5", None),
        ("7", "a mix", 7),
        ("", "a mix", None),
        ("A mix", "a mix", None),
        ("anything 3", "a mix", 3),
        ("machine learning basics", "Machine learning basics", None),
        ("machine", "Machine learning basics", None),
        ("polly 99", "Amazon Polly", 99),
    ],
)
def test_the_course_is_asked_first(words: str, title: str, count: int | None) -> None:
    assert read(words) == (title, count)


def test_a_count_that_was_given_apart_stays() -> None:
    assert read("route 53", 3) == ("Amazon Route 53", 3)
    assert read("top 10", 5) == ("Top 10 risks", 5)


def test_a_number_that_nothing_is_called_is_a_count() -> None:
    assert read("5", of=course("Labels")) == ("a mix", 5)
    assert read("5", of=course("Top 5 risks")) == ("a mix", 5)


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("stop", Verb.STOP),
        ("End!", Verb.STOP),
        ("quiz stop", Verb.STOP),
        ("continue", Verb.GO_ON),
        ("Next question", Verb.GO_ON),
        ("go on", Verb.GO_ON),
        ("New quiz", Verb.NEW),
        ("help", Verb.HELP),
    ],
)
def test_what_to_do_with_a_quiz(words: str, verb: Verb) -> None:
    assert read_topic(course("Labels", "Amazon Polly"), words) is verb


@pytest.mark.parametrize(
    ("words", "near", "count"),
    [("lables", "Labels", None), ("lables 3", "Labels", 3), ("amazon poly", "Amazon Polly", None)],
)
def test_near_misses(words: str, near: str, count: int | None) -> None:
    found = read_topic(COURSE, words)
    assert isinstance(found, Unknown)
    assert near in [concept.title for concept in found.near]
    assert found.count == count


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from([*TITLES, "3", "quiz", "on", "x"])).map(" ".join)
)
def test_nothing_is_raised(words: str) -> None:
    read_topic(COURSE, words)
    assert len(suggested(COURSE, words)) <= 10


@given(st.sampled_from(TITLES), st.integers(1, 20))
def test_every_title_is_a_topic_with_any_count(title: str, count: int) -> None:
    assert read(title) == (title, None)
    if not title.isdecimal():
        assert read(f"{title} {count} questions")[1] == count
