"""Makes a draft of a course from imported questions: what a person must decide says TODO."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import yaml

from bot.model.limits import clip
from content.importers.base import Found, Item, LeftOut, Option
from content.importers.plain import one_line
from content.parts import FACT_CHARACTERS, TITLE_CHARACTERS, read_question
from content.questions import TYPES
from content.questions.exchange import TODO, Taken, Unfit
from content.questions.reading import STEM_CHARACTERS, STEM_WORDS
from content.reader import Fields, Report
from content.wording import same_form, word_count
from content.yaml_nodes import Mapping as YamlMapping
from content.yaml_recovery import read as read_yaml

MOST_OF_ONE = 8
"""Questions of one concept: a topic with more becomes several concepts."""
OTHERS = 3
"""Wrong options for a flash card whose answer is too long to type."""
_SLUG = re.compile(r"[^a-z0-9]+")
_FENCE = "```"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell of one entry: where it was, and what."""

    where: str
    what: str


@dataclass(slots=True)
class Draft:
    """What became of the entries. ``files`` are the course's files by their path, as YAML."""

    taken: int = 0
    losses: list[Note] = field(default_factory=list)
    left: list[Note] = field(default_factory=list)
    twins: list[Note] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Concept:
    id: str
    title: str
    section: str
    facts: list[str] = field(default_factory=list)


class Drafting:
    """Takes entries, one after another, and writes the course they make."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._made = Draft()
        self._seen: dict[tuple[str, ...], str] = {}
        self._sections: dict[str, str] = {}
        self._concepts: list[_Concept] = []
        self._facts: list[dict[str, Any]] = []
        self._questions: dict[str, list[dict[str, Any]]] = {}

    def take(self, file: str, found: Sequence[Found]) -> None:
        """All entries of one file, which is named in what is told of them."""
        cards = (one for one in found if isinstance(one, Item) and _card(one))
        answers = list(dict.fromkeys(card.accept[0] for card in cards))
        for one in found:
            where = f"{file}, {one.where}"
            if isinstance(one, LeftOut):
                self._made.left.append(Note(where, one.why))
                continue
            print_ = _fingerprint(one)
            if print_ in self._seen:
                self._made.twins.append(Note(where, f"the same as {self._seen[print_]}"))
                continue
            self._seen[print_] = where
            for part, nth in _parts(one):
                place = where if nth is None else f"{where}, part {nth}"
                self._one(part, place, answers)

    def _one(self, item: Item, where: str, answers: Sequence[str]) -> None:
        try:
            word, taken = _taken(item)
        except Unfit as unfit:
            instead = _with_options(item, answers)
            if instead is None:
                self._made.left.append(Note(where, str(unfit)))
                return
            try:
                word, taken = _taken(instead)
            except Unfit:
                self._made.left.append(Note(where, str(unfit)))
                return
        number = self._made.taken + 1
        concept = self._concept(item.topic)
        fact = f"{concept.section}.{number:04d}"
        entry = _entry(f"q-{number:04d}", concept.id, fact, word, taken, item)
        if trouble := _trouble(entry):
            self._made.left.append(Note(where, trouble))
            return
        self._made.taken = number
        concept.facts.append(fact)
        self._facts.append(_fact(fact, concept.section, item))
        self._questions.setdefault(concept.section, []).append(entry)
        for loss in (*item.losses, *taken.losses):
            self._made.losses.append(Note(where, loss))

    def _concept(self, topic: str) -> _Concept:
        title = clip(one_line(topic), TITLE_CHARACTERS - 5) or "Imported"
        section = self._sections.get(title)
        if section is None:
            section = _slug(title, {*self._sections.values()})
            self._sections[title] = section
        own = [concept for concept in self._concepts if concept.section == section]
        if own and len(own[-1].facts) < MOST_OF_ONE:
            return own[-1]
        named = title if not own else f"{title} {len(own) + 1}"
        made = _Concept(f"{section}-{len(own) + 1}", named, section)
        self._concepts.append(made)
        return made

    def written(self) -> Draft:
        """The course of all that was taken."""
        made = self._made
        concepts = [concept for concept in self._concepts if concept.facts]
        used = {concept.section for concept in concepts}
        made.files["course.yaml"] = _yaml(
            {
                "title": self._title,
                "description": f"{TODO}: say in a sentence or two what this course teaches.",
                "draft": True,
                "sections": [
                    {"id": id_, "title": title}
                    for title, id_ in self._sections.items()
                    if id_ in used
                ],
                "plan": [concept.id for concept in concepts],
            }
        )
        for section in sorted(used):
            own = [concept for concept in concepts if concept.section == section]
            facts = [fact for fact in self._facts if fact["section"] == section]
            made.files[f"concepts/{section}.yaml"] = _yaml([_card_of(one) for one in own])
            for kind, listed in (("facts", facts), ("questions", self._questions[section])):
                for nth, some in enumerate(_batches(listed), 1):
                    name = section if nth == 1 else f"{section}-{nth}"
                    made.files[f"{kind}/{name}.yaml"] = _yaml(some)
        return made


def _taken(item: Item) -> tuple[str, Taken]:
    """The type that takes the item, and what it makes of it. Raises ``Unfit``."""
    for word, kind in TYPES.items():
        taken = kind.imported(item)
        if taken is not None:
            return word, taken
    raise Unfit("it is of no type that the bot has")


def _parts(item: Item) -> Iterator[tuple[Item, int | None]]:
    """A long list of pairs as several questions; anything else as it is."""
    if len(item.pairs) <= 5:
        yield item, None
        return
    count = -(-len(item.pairs) // 5)
    size = -(-len(item.pairs) // count)
    for nth in range(count):
        pairs = item.pairs[nth * size : (nth + 1) * size]
        if len(pairs) < 3:  # too few by themselves: with some that were asked before
            pairs = item.pairs[-3:]
        others = [answer for _, answer in item.pairs if answer not in {a for _, a in pairs}]
        yield replace(item, pairs=pairs, spare=(*item.spare, *others)), nth + 1


def _card(item: Item) -> bool:
    return bool(item.accept) and not item.number


def _with_options(item: Item, answers: Sequence[str]) -> Item | None:
    """A flash card as a choice among its answer and those of other cards of the same file."""
    if not _card(item):
        return None
    own = {same_form(words) for words in item.accept}
    others = [words for words in answers if same_form(words) not in own]
    near = sorted(others, key=lambda words: abs(len(words) - len(item.accept[0])))[: 4 * OTHERS]
    if len(near) < OTHERS:
        return None
    wrong = Random(item.where).sample(near, OTHERS)
    options = [Option(item.accept[0], True, item.why), *(Option(text, False) for text in wrong)]
    Random(item.stem).shuffle(options)
    return replace(item, accept=(), options=tuple(options))


def _fingerprint(item: Item) -> tuple[str, ...]:
    """Equal for questions that ask the same and have the same answers, in whatever order."""
    answers = [option.text for option in item.options] + [*item.accept, *item.steps]
    answers += [part for pair in item.pairs for part in pair]
    told = sorted(same_form(answer) or answer for answer in answers)
    return (same_form(item.stem) or item.stem, *told, str(item.statement))


def _entry(
    id_: str, concept: str, fact: str, word: str, taken: Taken, item: Item
) -> dict[str, Any]:
    stem = taken.stem or item.stem
    stem = stem if _FENCE in stem else one_line(stem)
    meta: dict[str, Any] = {"type": word, "bloom": "remember", "difficulty": 2}
    if word_count(stem) > STEM_WORDS:
        meta["scenario"] = True
    return {
        "id": id_,
        "concept": concept,
        "meta": meta | dict(taken.meta) | {"tests": [fact]},
        "stem": stem,
        **taken.keys,
        "takeaway": f"{TODO}: the one thing to remember.",
    }


def _trouble(entry: dict[str, Any]) -> str:
    """Why the bot could not read the entry; empty where it can."""
    if len(entry["stem"]) > STEM_CHARACTERS:
        return f"its question has {len(entry['stem'])} characters, and {STEM_CHARACTERS} fit"
    report = Report("")
    root = read_yaml(_yaml(entry))
    if root.faults or not isinstance(root.root, YamlMapping):
        return "it has characters that can't be written down"
    read_question(Fields(root.root, report))
    return next((f"{one.key}: {one.message}" for one in report.mistakes), "")


def _fact(id_: str, section: str, item: Item) -> dict[str, Any]:
    right = [option.text for option in item.right] or list(item.accept[:1])
    right += [f"{prompt}: {answer}" for prompt, answer in item.pairs]
    right += [" → ".join(item.steps)] if item.steps else []
    if item.truth is not None:
        right = ["true" if item.truth else "false"]
    text = f"{TODO}: {one_line(item.stem)} ({'; '.join(right)})"
    return {
        "id": id_,
        "section": section,
        "kind": "definition",
        "text": clip(text, FACT_CHARACTERS),
    }


def _card_of(concept: _Concept) -> dict[str, Any]:
    return {
        "id": concept.id,
        "title": concept.title,
        "section": concept.section,
        "body": f"{TODO}: teach in at most 90 words what the questions on this ask.",
        "takeaway": f"{TODO}: the one thing to remember.",
        "facts": concept.facts,
    }


def slug_of(name: str) -> str:
    """``name`` as an id."""
    return _slug(name, ())


def _slug(title: str, taken: Iterable[str]) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = _SLUG.sub("-", plain).strip("-")[:40].strip("-") or "topic"
    there, found, nth = {*taken}, base, 1
    while found in there:
        nth += 1
        found = f"{base}-{nth}"
    return found


def _batches(entries: Sequence[dict[str, Any]], most: int = 200) -> Iterator[list[dict[str, Any]]]:
    """So many at a time that a file stays well under what the loader takes."""
    for at in range(0, len(entries), most):
        yield list(entries[at : at + most])


def _yaml(data: object) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


class _Dumper(yaml.SafeDumper):
    """Without anchors, which courses don't have."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
