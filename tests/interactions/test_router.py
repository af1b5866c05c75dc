"""Routes are filled once and found exactly."""

import pytest

from bot.interactions.router import BadAction, Router, in_place
from bot.model import (
    Ack,
    Card,
    Command,
    Home,
    Interaction,
    Kind,
    Nothing,
    OptionSpec,
    Outcome,
    Reply,
    Suggestions,
    Update,
)
from tests.fakes import interaction
from tests.inside import direct


async def nothing(_: Interaction) -> Outcome:
    return Nothing()


async def other(_: Interaction) -> Outcome:
    return Suggestions(())


SUGGESTING = Command(("concept",), "Look up", (OptionSpec("text", "What", suggests=True),))


async def test_commands_actions_and_suggestions_are_found() -> None:
    router = Router(direct)
    router.command(Command(("quiz",), "Practise", ack=Ack.FORM), nothing)
    router.command(SUGGESTING, nothing, suggest=other)
    router.action("answer", Ack.UPDATE, nothing)

    found = router.find(interaction("quiz", Kind.COMMAND))
    assert found is not None and found[0].ack is Ack.FORM
    found = router.find(interaction("concept", Kind.SUGGEST))
    assert found is not None and found[0].handler is other
    found = router.find(interaction("1.answer.2s.B"))
    assert found is not None
    assert (found[1].route, found[1].args, found[0].ack) == ("answer", ("2s", "B"), Ack.UPDATE)
    handler = router.handler(found[1])
    assert handler is not None
    assert await handler(found[1]) == await nothing(found[1])
    assert [c.route for c in router.commands] == ["quiz", "concept"]


@pytest.mark.parametrize(
    ("route", "kind"),
    [
        ("dance", Kind.COMMAND),
        ("quiz", Kind.SUGGEST),
        ("quiz", Kind.PRESS),
        ("1.dance", Kind.PRESS),
        ("2.answer", Kind.PRESS),
        ("", Kind.SUBMIT),
    ],
)
def test_what_nobody_declared_is_not_found(route: str, kind: Kind) -> None:
    router = Router(direct)
    router.command(Command(("quiz",), "Practise"), nothing)
    router.action("answer", Ack.UPDATE, nothing)
    assert router.find(interaction(route, kind)) is None


def test_clashes_and_half_declarations_are_errors_at_start() -> None:
    router = Router(direct)
    router.command(Command(("quiz",), "Practise"), nothing)
    router.action("answer", Ack.UPDATE, nothing)
    with pytest.raises(ValueError, match="two commands"):
        router.command(Command(("quiz",), "Again"), nothing)
    with pytest.raises(ValueError, match="two actions"):
        router.action("answer", Ack.PRIVATE, nothing)
    with pytest.raises(ValueError, match="go together"):
        router.command(SUGGESTING, nothing)
    with pytest.raises(ValueError, match="go together"):
        router.command(Command(("progress",), "Yours"), nothing, suggest=other)
    with pytest.raises(BadAction):
        router.action("Not an action", Ack.PRIVATE, nothing)


def test_in_place_only_changes_replies() -> None:
    card = Card("Hello")
    assert in_place(Reply(card)) == Update(card)
    assert in_place(Nothing()) == Nothing()


async def test_the_page_of_a_member_has_one_handler() -> None:
    router = Router(direct)
    page = interaction("home", Kind.HOME)
    assert router.find(page) is None and "home" not in router.routes

    async def handler(_: Interaction) -> Outcome:
        return Home(())

    router.home(handler)
    found = router.find(page)
    assert found is not None and "home" in router.routes
    assert await found[0].handler(page) == Home(())
    with pytest.raises(ValueError, match="two handlers"):
        router.home(handler)
