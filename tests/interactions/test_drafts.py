"""What is put aside comes back as it was, to its owner only."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.sentences import GONE
from bot.model import (
    Ack,
    Card,
    ChoiceField,
    Command,
    Field,
    Form,
    Interaction,
    Kind,
    OpenForm,
    Option,
    Outcome,
    Reply,
    TextField,
    Update,
)
from tests.fakes import ANA, BEN, Bench, interaction
from tests.rendering.samples import FORMS

words = st.text(max_size=30)
options = st.builds(Option, words, words, words, st.booleans())
fields: st.SearchStrategy[Field] = st.builds(
    TextField, words, words, words, words, words, st.booleans(), st.booleans(), st.integers(1, 3000)
) | st.builds(
    ChoiceField,
    words,
    words,
    st.lists(options, max_size=4).map(tuple),
    words,
    st.booleans(),
    st.booleans(),
    st.integers(0, 10),
)
forms = st.builds(Form, words, words, st.lists(fields, max_size=5).map(tuple), words)


@given(forms)
async def test_any_form_survives_the_drafts(form: Form) -> None:
    bench = Bench()
    draft = await bench.drafts.save_form(form, ANA)
    assert await bench.drafts.form(draft, ANA) == form


async def test_drafts_of_the_version_before_are_still_read() -> None:
    bench = Bench()
    field = {"type": "text", "key": "k", "label": "L", "hint": "", "value": "v"}
    choice = {"type": "choice", "key": "c", "label": "C", "options": [{"label": "A", "value": "a"}]}
    form = {"action": "1.x", "title": "T", "fields": [field, choice], "submit": "Send"}
    draft = await bench.drafts._store.put(json.dumps({"form": form, "owner": ANA.key}), 0)
    assert await bench.drafts.form(draft, ANA) == Form(
        "1.x",
        "T",
        (TextField("k", "L", value="v"), ChoiceField("c", "C", (Option("A", "a"),))),
    )
    seen = _echo(bench)
    asked = {"owner": ANA.key, "kind": "command", "route": "paint", "args": [], "options": {"n": 1}}
    draft = await bench.drafts._store.put(json.dumps(asked), 0)
    await bench.drafts.go_on(interaction("1.x"), draft)
    assert (seen[0].route, seen[0].options) == ("paint", {"n": 1})


async def test_a_saved_form_comes_back_to_its_owner_only() -> None:
    bench = Bench()
    for form in FORMS.values():
        draft = await bench.drafts.save_form(form, ANA)
        assert await bench.drafts.form(draft, ANA) == form
        assert await bench.drafts.form(draft, BEN) is None
    assert await bench.drafts.form(999, ANA) is None


def _echo(bench: Bench, outcome: Outcome | None = None) -> list[Interaction]:
    seen: list[Interaction] = []

    async def handler(got: Interaction) -> Outcome:
        seen.append(got)
        return outcome or Reply(Card("Done"))

    bench.router.command(Command(("paint",), "Paints"), handler)
    bench.router.action("answer", Ack.UPDATE, handler)
    return seen


async def test_a_command_goes_on_with_what_was_said_before() -> None:
    bench = Bench()
    seen = _echo(bench)
    asked = interaction("paint", Kind.COMMAND, options={"count": 3, "note": "wäll"})
    draft = await bench.drafts.save(asked)
    press = interaction("1.x", values={"choice": ("a",)})

    assert await bench.drafts.go_on(press, draft, colour="red", count=4) == Update(Card("Done"))
    (got,) = seen
    assert got.options == {"count": 4, "note": "wäll", "colour": "red"}
    assert (got.kind, got.route, got.text, dict(got.values)) == (Kind.COMMAND, "paint", None, {})
    assert (got.id, got.message) == (press.id, press.message)


async def test_a_press_goes_on_with_its_arguments() -> None:
    bench = Bench()
    seen = _echo(bench)
    found = bench.router.find(interaction("1.answer.2s.B"))
    assert found is not None
    draft = await bench.drafts.save(found[1])
    await bench.drafts.go_on(interaction("1.x"), draft)
    assert (seen[0].kind, seen[0].route, seen[0].args) == (Kind.PRESS, "answer", ("2s", "B"))


async def test_a_form_opened_by_going_on_stays_a_form() -> None:
    bench = Bench()
    form = FORMS["typed"]
    _echo(bench, OpenForm(form))
    draft = await bench.drafts.save(interaction("paint", Kind.COMMAND))
    assert await bench.drafts.go_on(interaction("1.x"), draft) == OpenForm(form)


async def test_going_on_with_nothing_says_so() -> None:
    bench = Bench()
    seen = _echo(bench)
    press = interaction("1.x")
    paint = await bench.drafts.save(interaction("paint", Kind.COMMAND))
    withdrawn = await bench.drafts.save(interaction("withdrawn", Kind.COMMAND))
    form = await bench.drafts.save_form(FORMS["typed"], ANA)

    assert await bench.drafts.go_on(press, 999) == Reply(GONE)
    assert await bench.drafts.go_on(press, withdrawn) == Reply(GONE)
    assert await bench.drafts.go_on(press, form) == Reply(GONE)
    assert await bench.drafts.form(paint, ANA) is None
    assert await bench.drafts.go_on(interaction("1.x", member=BEN), paint) == Reply(GONE)
    assert not seen


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"a":' * 50_000 + "1" + "}" * 50_000, "[]", "7", "{}", '{"form": 7}']
)
async def test_a_draft_that_nobody_here_wrote_is_gone(body: str) -> None:
    bench = Bench()
    draft = await bench.drafts._store.put(body, 0)
    assert await bench.drafts.form(draft, ANA) is None
    assert await bench.drafts.go_on(interaction("1.x"), draft) == Reply(GONE)
