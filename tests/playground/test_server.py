"""The page's server: who may use it, what it tells, what it takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSServerHandshakeError

from bot.adapters.playground import acts
from bot.adapters.playground.server import STATIC, PlaygroundServer
from bot.model import Ack, Card, Image, Mention, Paragraph, Reply, Strong, text
from bot.model.letters import visible
from tests.contract.scenario_cards import drawn
from tests.playground.bots import STUDY, make_room
from tests.playground.stage import PICTURE, FakeControls, Stage, stage
from tests.rendering.samples import CARDS, HOSTILE

Data = dict[str, Any]


class Page:
    """A page without a browser: it keeps what the server told, as the real one does."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.room: Data = {}
        self.messages: dict[str, Data] = {}
        self.notices: list[str] = []
        self.suggested: list[Data] = []

    async def hear(self) -> None:
        data = await self.socket.receive_json(timeout=10)
        match data["type"]:
            case "notice":
                self.notices.append(data["words"])
            case "suggestions":
                self.suggested.append(data)
            case _:
                self.room |= data
                for gone in data["gone"]:
                    del self.messages[gone]
                self.messages |= {m["id"]: m for m in data["messages"]}

    async def until(self, true: Callable[[], object]) -> None:
        while not true():
            await self.hear()

    async def act(self, **what: object) -> None:
        await self.socket.send_json(what)

    def titles(self, kind: str = "post") -> list[str]:
        return [m["card"]["title"] for m in self.messages.values() if m["kind"] == kind]


@asynccontextmanager
async def page_on(made: Stage, who: str = "") -> AsyncIterator[Page]:
    origin = made.url.rstrip("/")
    address = f"{made.url}socket?as={who}"
    async with ClientSession() as session, session.ws_connect(address, origin=origin) as socket:
        page = Page(socket)
        await page.hear()
        yield page


async def test_only_the_pages_own_address_may_ask() -> None:
    async with stage() as made, ClientSession() as session:
        port = made.url.rsplit(":", 1)[1].strip("/")
        for host in (f"127.0.0.1:{port}", f"localhost:{port}"):
            async with session.get(made.url, headers={"Host": host}) as answer:
                assert answer.status == 200
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1:1", ""):
            for path in ("", "static/app.js", "socket"):
                async with session.get(made.url + path, headers={"Host": host}) as answer:
                    assert answer.status in (400, 403), (host, path)


async def test_no_other_page_may_open_the_socket() -> None:
    async with stage() as made, ClientSession() as session:
        for origin in ("http://evil.example", "null", "https://127.0.0.1", None):
            with pytest.raises(WSServerHandshakeError) as refused:
                await session.ws_connect(f"{made.url}socket", origin=origin)
            assert refused.value.status == 403


async def test_it_listens_on_this_machine_only() -> None:
    async with stage(listen=False) as made:
        for host in ("0.0.0.0", "192.168.1.2", "::", "example.org"):
            with pytest.raises(ValueError, match="this machine only"):
                PlaygroundServer(made.room, made.controls, host)
        PlaygroundServer(made.room, made.controls, "::1")


async def test_a_taken_port_is_said_and_a_stopped_server_frees_its_port() -> None:
    async with stage() as made:
        port = int(made.url.rsplit(":", 1)[1].strip("/"))
        second = PlaygroundServer(made.room, made.controls, port=port)
        with pytest.raises(OSError, match="address"):
            await second.start()
        await made.server.stop()
        assert await second.start() == made.url
        await second.stop()
        await second.stop()


async def test_files_are_served_by_name_with_strict_headers() -> None:
    async with stage() as made, ClientSession() as session:
        for name in sorted(path.name for path in STATIC.iterdir()):
            async with session.get(f"{made.url}static/{name}") as answer:
                assert answer.status == 200
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                assert answer.headers["X-Frame-Options"] == "DENY"
        for name in ("..%2fserver.py", "nothing.js", "%2e%2e/guard.py"):
            async with session.get(f"{made.url}static/{name}") as answer:
                assert answer.status == 404


def test_the_page_asks_no_other_machine_for_anything() -> None:
    for path in STATIC.iterdir():
        words = path.read_text(encoding="utf-8")
        for scheme in ("http://", "https://", "//cdn", "@import"):
            said = words.replace("http://www.w3.org/", "")
            assert scheme not in said, path.name


async def test_only_pictures_that_a_card_shows_are_served(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not a picture")
    async with stage() as made, ClientSession() as session, page_on(made) as page:
        shown = Card("Picture", (Image(str(PICTURE), "A circle."), Image(str(secret), "Text.")))
        ref = await made.bot.adapter.post(STUDY.ref, shown, key="p")
        await page.until(lambda: page.messages)
        good, bad = (b["url"] for b in page.messages[ref.id]["card"]["blocks"])
        assert str(PICTURE.parent) not in good
        async with session.get(made.url + good[1:]) as answer:
            assert (answer.status, answer.content_type) == (200, "image/png")
            assert await answer.read() == PICTURE.read_bytes()
        for address in (bad, "/picture/guess"):
            async with session.get(made.url + address[1:]) as answer:
                assert answer.status == 404
        await made.bot.adapter.delete(ref)
        async with session.get(made.url + good[1:]) as answer:
            assert answer.status == 404


async def test_a_drawn_picture_is_served_while_a_card_shows_it() -> None:
    async with stage() as made, ClientSession() as session, page_on(made) as page:
        ref = await made.bot.adapter.post(STUDY.ref, drawn(), key="p")
        await page.until(lambda: page.messages)
        blocks = page.messages[ref.id]["card"]["blocks"]
        assert [block["is"] for block in blocks] == ["paragraph", "image", "paragraph"]
        address = made.url + blocks[1]["url"][1:]
        async with session.get(address) as answer:
            assert (answer.status, answer.content_type) == (200, "image/png")
            assert await answer.read() == PICTURE.read_bytes()
        await made.bot.adapter.edit(ref, drawn(None))  # one that can't be drawn
        async with session.get(address) as answer:
            assert answer.status == 404
        await page.until(lambda: page.messages[ref.id]["card"]["blocks"][1]["url"] not in address)
        broken = made.url + page.messages[ref.id]["card"]["blocks"][1]["url"][1:]
        async with session.get(broken) as answer:
            assert answer.status == 404


async def test_a_page_gets_everything_first_and_then_only_what_changed() -> None:
    async with stage() as made:
        await made.controls.next_post()
        async with page_on(made) as page:
            assert page.titles() == ["Question of the day 1"]
            assert page.room["you"] == "you"
            assert {m["name"] for m in page.room["members"]} >= {"Sam", "Priya"}
            assert "quiz" in {c["name"] for c in page.room["commands"]}
            assert page.room["clock"]["zone"] == "Europe/Berlin"
            acts.say(made.room, "priya", "study", "good morning")
            heard = await page.socket.receive_json(timeout=10)
            assert [m["words"] for m in heard["messages"]] == ["good morning"]
            assert "members" not in heard


async def test_private_replies_go_to_one_page_only() -> None:
    async with stage() as made, page_on(made) as mine, page_on(made, "priya") as hers:
        assert hers.room["you"] == "priya"
        await mine.act(do="say", channel="study", words="/leaderboard")
        await mine.until(lambda: mine.titles("reply"))
        (reply,) = (m for m in mine.messages.values() if m["kind"] == "reply")
        assert reply["private"]
        acts.say(made.room, "yuki", "study", "hi")
        await hers.until(lambda: any(m["words"] == "hi" for m in hers.messages.values()))
        assert hers.titles("reply") == []
        await hers.act(do="dismiss", message=reply["id"])
        await hers.act(do="press", message=reply["id"], action="1.period", choice=["all"])
        await hers.until(lambda: hers.notices)
        assert reply["id"] in made.room.messages
        await mine.act(do="dismiss", message=reply["id"])
        await mine.until(lambda: not mine.titles("reply"))


async def test_a_stranger_is_you() -> None:
    async with stage() as made, page_on(made, "nobody") as page:
        assert page.room["you"] == "you"


async def test_the_page_can_do_what_the_screen_offers() -> None:
    async with stage() as made, page_on(made) as page:
        await page.act(do="move", step="post")
        await page.until(lambda: page.titles() and not page.room["clock"]["moving"])
        assert page.room["clock"]["now"] == "2026-11-24T11:00:00+00:00"
        question = next(iter(page.messages))

        await page.act(do="press", message=question, action="1.type")
        await page.until(lambda: page.room["forms"])
        form = page.room["forms"][0]["id"]
        await page.act(do="submit", form=form, values={"word": ["Polly"], "sure": ["yes"]})
        await page.until(lambda: page.room["forms"][0]["errors"])
        assert page.room["forms"][0]["fields"][0]["value"] == "Polly"
        await page.act(do="submit", form=form, values={"word": ["Lex"], "sure": ["yes"]})
        await page.until(lambda: not page.room["forms"])
        await page.until(lambda: page.titles("reply"))
        assert page.titles("reply") == ["You typed Lex"]

        await page.act(do="suggest", channel="study", line="/quiz po", option="topic")
        await page.until(lambda: page.suggested)
        assert page.suggested[0]["options"] == [{"label": "Amazon Polly", "value": "polly"}]

        await page.act(do="move", step="day")
        await page.until(lambda: len(page.titles()) == 2)


async def test_an_open_form_is_there_again_after_a_reload_and_can_be_closed() -> None:
    async with stage() as made:
        await made.controls.next_post()
        async with page_on(made) as page:
            question = next(iter(page.messages))
            await page.act(do="press", message=question, action="1.type")
            await page.until(lambda: page.room["forms"])
        async with page_on(made) as page:
            (form,) = page.room["forms"]
            await page.act(do="close", form=form["id"])
            await page.until(lambda: not page.room["forms"])


async def test_what_the_screen_does_not_offer_is_refused_in_words() -> None:
    async with stage() as made, page_on(made) as page:
        await made.controls.next_post()
        await page.until(lambda: page.messages)
        question = next(iter(page.messages))
        refused: list[Data] = [
            {"do": "press", "message": question, "action": "1.forged"},
            {"do": "press", "message": "m999", "action": "1.type"},
            {"do": "say", "channel": "nowhere", "words": "hello"},
            {"do": "say", "channel": "study", "words": "/!?"},
            {"do": "say", "channel": "study", "words": "x" * 2001},
            {"do": "say", "channel": "study", "words": "hello", "thread": "m999"},
            {"do": "submit", "form": "f9", "values": {}},
            {"do": "submit", "form": "f9", "values": {"a": ["x" * 3001]}},
            {"do": "submit", "form": "f9", "values": "x"},
            {"do": "press", "message": question, "action": "1.type", "choice": [1]},
            {"do": "move", "step": "back"},
            {"do": "what"},
            {},
        ]
        for number, what in enumerate(refused, 1):
            await page.act(**what)
            while len(page.notices) < number:
                await page.hear()
        await page.socket.send_str("not json")
        await page.until(lambda: len(page.notices) == len(refused) + 1)
        await page.socket.send_str("[]")
        await page.until(lambda: len(page.notices) == len(refused) + 2)
        assert [i.route for i in made.bot.taken] == []
        await page.act(do="say", channel="study", words="still here")
        await page.until(lambda: any(m["words"] == "still here" for m in page.messages.values()))


class _Stuck(FakeControls):
    """A clock whose move waits for the bot's gate, and then fails."""

    async def next_post(self) -> None:
        await self.bot.gate.wait()
        raise RuntimeError("out of questions")


async def test_the_clock_is_moved_by_one_hand_at_a_time_and_a_failure_is_told() -> None:
    async with stage(listen=False) as made:
        made.server = PlaygroundServer(made.room, _Stuck(made.bot), port=0)
        made.url = await made.server.start()
        async with page_on(made) as page, page_on(made) as other:
            await page.act(do="move", step="post")
            await other.until(lambda: other.room["clock"]["moving"])
            await other.act(do="move", step="post")
            await other.until(lambda: other.notices)
            assert "already moving" in other.notices[0]
            made.bot.gate.set()
            await page.until(lambda: page.notices)
            assert "couldn't be moved" in page.notices[0]
            await other.until(lambda: not other.room["clock"]["moving"])


async def test_a_page_that_closes_does_not_stop_the_clock_half_way() -> None:
    done = asyncio.Event()

    class Slow(FakeControls):
        async def next_day(self) -> None:
            await self.bot.gate.wait()
            done.set()

    async with stage(listen=False) as made:
        made.server = PlaygroundServer(made.room, Slow(made.bot), port=0)
        made.url = await made.server.start()
        async with page_on(made) as other:
            async with page_on(made) as page:
                await page.act(do="move", step="day")
                await page.until(lambda: page.room["clock"]["moving"])
            made.bot.gate.set()
            await asyncio.wait_for(done.wait(), 10)
            await other.until(lambda: not other.room["clock"]["moving"])


async def test_every_kind_of_text_and_block_has_its_own_shape() -> None:
    async with stage() as made, page_on(made) as page:
        for name, shown in CARDS.items():
            await made.bot.adapter.post(STUDY.ref, shown, key=name)
        await page.until(lambda: len(page.messages) == len(CARDS))
        kinds = {b["is"] for m in page.messages.values() for b in m["card"]["blocks"]}
        assert kinds == {"paragraph", "image", "bar", "divider", "fields"}
        nodes = {
            n["is"]
            for m in page.messages.values()
            for b in m["card"]["blocks"]
            if b["is"] == "paragraph"
            for n in b["text"]
        }
        assert nodes >= {"plain", "strong", "emphasis", "code", "link", "item", "when", "block"}


async def test_words_of_members_stay_plain_words() -> None:
    async with stage() as made, page_on(made) as page:
        nobody = Mention(make_room().members["ben"].ref, HOSTILE)
        shown = Card("Hostile", (Paragraph(text(HOSTILE, Strong("ours"), nobody)),))
        await made.bot.adapter.post(STUDY.ref, shown, key="h")
        await page.until(lambda: page.messages)
        (message,) = page.messages.values()
        plain, strong, mention = message["card"]["blocks"][0]["text"]
        assert plain == {"is": "plain", "words": visible(HOSTILE)}
        assert (strong["is"], mention["ping"]) == ("strong", False)


async def test_a_stopped_bot_is_told_to_the_page() -> None:
    async with stage() as made, page_on(made) as page:
        assert page.room["online"]
        await made.bot.adapter.stop()
        await page.until(lambda: not page.room["online"])
        made.room.ack_within = 0.02
        await page.act(do="say", channel="study", words="/quiz")
        await page.until(lambda: any(m["kind"] == "failure" for m in page.messages.values()))


async def test_what_waits_for_the_bot_is_marked() -> None:
    async with stage() as made, page_on(made) as page:
        await made.controls.next_post()
        await page.until(lambda: page.messages)
        question = next(iter(page.messages))

        async def slow(_: object) -> None:
            await made.bot.gate.wait()

        made.bot.on("1.answer.A", slow)
        await page.act(do="press", message=question, action="1.answer.A")
        await page.until(lambda: page.room["pending"])
        assert page.room["pending"] == [{"message": question, "action": "1.answer.A"}]
        made.bot.gate.set()
        await made.bot.adapter.respond(made.bot.taken[0], Reply(Card("Done")), Ack.PRIVATE)
        await page.until(lambda: not page.room["pending"])


@pytest.mark.parametrize(
    "frame",
    ["[" * 60_000, '{"do":' * 9_000 + "1" + "}" * 9_000, "{", "[]", "7", "null", '{"do":[]}', ""],
)
async def test_a_frame_that_cannot_be_read_is_told_and_the_next_one_taken(frame: str) -> None:
    async with stage() as made, page_on(made) as page:
        await page.socket.send_str(frame)
        await page.until(lambda: page.notices)
        assert page.notices == ["That wasn't understood. Please reload the page."]
        await page.act(do="say", channel=STUDY.id, words="hello")
        await page.until(lambda: any(m["words"] == "hello" for m in page.messages.values()))
