"""The local Slack refuses what Slack refuses; else nothing held against it would mean much."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.contract.slack_driver import ANA, BEN, CHANNEL
from tests.servers.slack.blocks import Checker
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN, Act

PLAIN = {"type": "plain_text", "text": "x"}
BUTTON = {"type": "button", "action_id": "a", "text": PLAIN}
OPTION = {"text": PLAIN, "value": "v"}
SECTION = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
INPUT = {
    "type": "input",
    "block_id": "b",
    "label": PLAIN,
    "element": {"type": "plain_text_input", "action_id": "v"},
}
VIEW: dict[str, Any] = {
    "type": "modal",
    "callback_id": "c",
    "title": PLAIN,
    "submit": PLAIN,
    "blocks": [INPUT],
}


def long(size: int) -> dict[str, str]:
    return {"type": "plain_text", "text": "x" * size}


def rich(*pieces: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [*pieces]}],
    }


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": [*elements]}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "a", "options": [OPTION], **more}


BAD_BLOCKS: dict[str, list[Any]] = {
    "no blocks": [],
    "too many": [{"type": "divider"}] * 51,
    "unknown type": [{"type": "poll"}],
    "unknown field": [{"type": "divider", "color": "red"}],
    "missing field": [{"type": "header"}],
    "long header": [{"type": "header", "text": long(151)}],
    "blank text": [{"type": "header", "text": {"type": "plain_text", "text": " "}}],
    "mrkdwn header": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "long section": [{"type": "section", "text": long(3001)}],
    "empty section": [{"type": "section"}],
    "eleven fields": [{"type": "section", "fields": [PLAIN] * 11}],
    "eleven context": [{"type": "context", "elements": [PLAIN] * 11}],
    "same block ids": [{"type": "divider", "block_id": "b"}] * 2,
    "image without alt": [{"type": "image", "slack_file": {"id": "F000000001"}}],
    "image without source": [{"type": "image", "alt_text": "x"}],
    "bad file id": [{"type": "image", "alt_text": "x", "slack_file": {"id": "1"}}],
    "26 elements": [actions(*({**BUTTON, "action_id": str(n)} for n in range(26)))],
    "same action ids": [actions(BUTTON, BUTTON)],
    "long action id": [actions({**BUTTON, "action_id": "x" * 256})],
    "long button": [actions({**BUTTON, "text": long(76)})],
    "odd style": [actions({**BUTTON, "style": "secondary"})],
    "disabled": [actions({**BUTTON, "disabled": True})],
    "odd url": [actions({**BUTTON, "url": "javascript:x"})],
    "no options": [actions(select(options=[]))],
    "101 options": [actions(select(options=[{**OPTION, "value": str(n)} for n in range(101)]))],
    "long option": [actions(select(options=[{"text": long(76), "value": "v"}]))],
    "long value": [actions(select(options=[{**OPTION, "value": "x" * 76}]))],
    "same values": [actions(select(options=[OPTION, OPTION]))],
    "initial stranger": [actions(select(initial_option={**OPTION, "value": "w"}))],
    "long placeholder": [actions(select(placeholder=long(151)))],
    "eleven radios": [
        actions(
            {
                "type": "radio_buttons",
                "options": [{**OPTION, "value": str(n)} for n in range(11)],
            }
        )
    ],
    "empty rich text": [rich()],
    "empty piece": [rich({"type": "text", "text": ""})],
    "control characters": [rich({"type": "text", "text": "\0"})],
    "odd piece": [rich({"type": "mrkdwn", "text": "x"})],
    "odd user": [rich({"type": "user", "user_id": "<@U1>"})],
    "odd timestamp": [rich({"type": "date", "timestamp": 1.5, "format": "{time}"})],
    "list in list": [
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "x"}]}
            ],
        }
    ],
    "too many words": [rich({"type": "text", "text": "x" * 13_201})],
}
BAD_VIEWS: dict[str, dict[str, Any]] = {
    "long title": VIEW | {"title": long(25)},
    "long submit": VIEW | {"submit": long(25)},
    "long metadata": VIEW | {"private_metadata": "x" * 3001},
    "long callback": VIEW | {"callback_id": "x" * 256},
    "no submit": {key: value for key, value in VIEW.items() if key != "submit"},
    "unknown field": VIEW | {"colour": "red"},
    "no modal": VIEW | {"type": "sheet"},
    "101 blocks": VIEW | {"blocks": [{"type": "divider"}] * 101},
    "long value": VIEW
    | {
        "blocks": [
            INPUT
            | {"element": {"type": "plain_text_input", "initial_value": "xx", "max_length": 1}}
        ]
    },
    "long input": VIEW
    | {"blocks": [INPUT | {"element": {"type": "plain_text_input", "max_length": 3001}}]},
    "button input": VIEW | {"blocks": [INPUT | {"element": BUTTON}]},
}


@pytest.mark.parametrize("name", BAD_BLOCKS)
def test_bad_blocks_are_refused(name: str) -> None:
    assert Checker().message(BAD_BLOCKS[name])


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_bad_views_are_refused(name: str) -> None:
    assert Checker().view(BAD_VIEWS[name])


def test_good_ones_are_taken() -> None:
    blocks = [
        {"type": "header", "text": long(150)},
        rich({"type": "text", "text": "x"}),
        actions(BUTTON, select(action_id="b", initial_option=OPTION)),
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F000000001"}},
    ]
    assert Checker().message(blocks) == []
    assert Checker(lambda _: False).message(blocks) != []
    assert Checker().view(VIEW) == []


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        server.add_user(ANA, "Ana")
        server.add_user(BEN, "Ben")
        server.add_channel(CHANNEL, "general", ANA)
        yield server


def web(slack: SlackServer, token: str = BOT_TOKEN) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=slack.api_url, retry_handlers=[])


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as error:
        await call
    return str(error.value.response["error"])


async def test_calls_are_refused_as_slack_refuses_them(slack: SlackServer) -> None:
    client = web(slack)
    posted = await client.chat_postMessage(channel=CHANNEL, text="x")
    parent = str(posted["ts"])
    below = await client.chat_postMessage(channel=CHANNEL, text="x", thread_ts=parent)
    post = client.chat_postMessage
    assert await refused(post(channel=CHANNEL, text="x", thread_ts=str(below["ts"]))) == (
        "invalid_arguments"
    )
    assert await refused(post(channel=CHANNEL, text="x", icon_emoji=":x:")) == "invalid_arguments"
    blank = client.api_call("chat.postMessage", json={"channel": CHANNEL, "text": " "})
    assert await refused(blank) == "no_text"
    assert await refused(post(channel=CHANNEL, text="x", thread_ts="1.1")) == "thread_not_found"
    assert await refused(post(channel="C0NOWHERE", text="x")) == "channel_not_found"
    update = client.chat_update
    assert await refused(update(channel=CHANNEL, ts=parent, text="x" * 4001)) == "msg_too_long"
    said = slack.say(CHANNEL, ANA, "mine")
    assert await refused(update(channel=CHANNEL, ts=said.ts, text="x")) == "cant_update_message"
    ephemeral = client.chat_postEphemeral
    assert await refused(ephemeral(channel=CHANNEL, user=BEN, text="x")) == "user_not_in_channel"
    assert await refused(client.api_call("chat.explode")) == "unknown_method"
    history = client.api_call("conversations.history", json={"channel": CHANNEL})
    assert await refused(history) == "invalid_arguments"
    assert len(slack.state.breaches) == 5


async def test_a_message_only_notifies_whom_it_marks(slack: SlackServer) -> None:
    client = web(slack)
    for words in ("plain", f"<@{ANA}>", "<!channel> <!here>", "&lt;!channel&gt; @everyone"):
        await client.chat_postMessage(channel=CHANNEL, text=words)
    await client.chat_postMessage(channel=CHANNEL, text="@ana", link_names=True)
    seen = [message.notified for message in slack.public(CHANNEL)]
    assert seen == [set(), {ANA}, {"channel", "here"}, set(), {"@ana"}]


async def test_a_trigger_opens_once_and_for_three_seconds(slack: SlackServer) -> None:
    client = web(slack)
    act = slack.acts.slash(ANA, CHANNEL, "/quiz", "")
    await client.views_open(trigger_id=act.trigger, view=VIEW)
    again = client.views_open(trigger_id=act.trigger, view=VIEW)
    assert await refused(again) == "exchanged_trigger_id"
    late = slack.acts.slash(ANA, CHANNEL, "/quiz", "")
    slack.state.advance(3.1)
    assert await refused(client.views_open(trigger_id=late.trigger, view=VIEW)) == (
        "expired_trigger_id"
    )
    assert act.opened is not None
    update = client.views_update(view_id=act.opened.id, view=VIEW, hash="0")
    assert await refused(update) == "hash_conflict"


async def hook(slack: SlackServer, act: Act, body: dict[str, Any]) -> tuple[int, str]:
    url, data = act.payload["response_url"], json.dumps(body)
    async with aiohttp.ClientSession() as session, session.post(url, data=data) as answer:
        return answer.status, await answer.text()


async def test_a_response_url_serves_five_times_in_half_an_hour(slack: SlackServer) -> None:
    act = slack.acts.slash(ANA, CHANNEL, "/quiz", "")
    assert (await hook(slack, act, {"text": "x", "colour": "red"}))[0] == 404
    for _ in range(5):
        assert (await hook(slack, act, {"text": "x", "replace_original": True}))[0] == 200
    assert "used_url" in (await hook(slack, act, {"text": "x"}))[1]
    # A command's response URL appends, whatever it is told.
    assert len(slack.private(ANA)) == 5
    late = slack.acts.slash(ANA, CHANNEL, "/quiz", "")
    slack.state.advance(1801)
    assert "expired_url" in (await hook(slack, late, {"text": "x"}))[1]


async def test_an_answer_that_says_nothing_of_it_overwrites_what_was_pressed(
    slack: SlackServer,
) -> None:
    await web(slack).chat_postMessage(channel=CHANNEL, text="the post")
    (post,) = slack.public(CHANNEL)
    act = slack.acts.press(ANA, post, {"type": "button", "action_id": "a"})
    await hook(slack, act, {"text": "oops"})
    assert post.text == "oops"


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("slash", {"text": "x", "colour": "red"}),
        ("slash", {"blocks": [{"type": "poll"}]}),
        ("press", {"text": "x"}),
        ("submit", {"response_action": "errors", "errors": {"stranger": "x"}}),
        ("submit", {"response_action": "errors", "errors": {}}),
        ("submit", {"response_action": "update", "view": BAD_VIEWS["long title"]}),
        ("submit", {"response_action": "explode"}),
        ("submit", {"text": "x"}),
    ],
)
async def test_bad_acknowledgements_are_failures(
    slack: SlackServer, kind: str, payload: dict[str, Any]
) -> None:
    act = slack.acts.slash(ANA, CHANNEL, "/quiz", "")
    if kind == "press":
        await web(slack).chat_postMessage(channel=CHANNEL, text="x")
        act = slack.acts.press(ANA, slack.public(CHANNEL)[0], {"action_id": "a"})
    elif kind == "submit":
        await web(slack).views_open(trigger_id=act.trigger, view=VIEW)
        assert act.opened is not None
        act = slack.acts.submit(ANA, act.opened, {})
    slack.acts.acknowledge(act, payload)
    assert act.acked_after is None
    assert len(slack.state.breaches) == 1


async def test_a_late_acknowledgement_is_none(slack: SlackServer) -> None:
    act = slack.acts.slash(ANA, CHANNEL, "/quiz", "")
    slack.state.advance(3.1)
    slack.acts.acknowledge(act, {"text": "x"})
    assert act.acked_after is None
    assert slack.private(ANA) == []
    assert slack.state.late_acks == [act.trigger]


async def test_a_ticket_serves_once_and_strange_frames_are_noticed(slack: SlackServer) -> None:
    opened = await web(slack).apps_connections_open(app_token=APP_TOKEN)
    async with aiohttp.ClientSession() as session, session.ws_connect(opened["url"]) as socket:
        hello = await socket.receive_json()
        assert hello["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])
        await slack.deliver(slack.acts.slash(ANA, CHANNEL, "/quiz", ""))
        envelope = await socket.receive_json()
        assert envelope["accepts_response_payload"] is True
        await socket.send_json({"envelope_id": "stranger"})
        await slack.socket.refresh()
        assert (await socket.receive_json())["type"] == "disconnect"
    assert len(slack.state.breaches) == 1
