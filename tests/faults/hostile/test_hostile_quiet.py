"""The log of a whole session holds no secret, no answer and no word that a member typed."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.service import logging as log
from bot.service import redaction as redact
from tests.contract import slack_driver
from tests.e2e.stage import Stage
from tests.faults.hostile.flood import Slack
from tests.features.course import full as whole_course
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN

TYPED = ("my very own words", "imputation-by-ben", "Reykjavik-at-heart")
#: What gives an answer away: a pressed letter in its button, a typed answer.
ANSWER = re.compile(r"1\.(?:answer|quiz|sure|submit|pick)[a-z-]*\.[0-9a-z]+\.[A-Z]")


@pytest.fixture
def logs(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],  # before the handler takes hold of stderr
) -> Iterator[str]:
    """Real logging at a level, every library's included; as it was afterwards."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = [*root.handlers], root.level
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(redact, "_known", frozenset())
    names = ("bot", "content", "storage", "discord", "slack_sdk", "slack_bolt")
    log.configure("json", request.param)
    structlog.configure(cache_logger_on_first_use=False)
    if request.param == "debug":  # more than the bot itself would ever turn on
        for name in names[3:]:
            logging.getLogger(name).setLevel(logging.INFO)
    yield request.param
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in names:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.parametrize("logs", ["info", "debug"], indirect=True)
async def test_a_session_is_logged_without_answers_and_secrets(
    logs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = whole_course()
    async with Stage(tmp_path / "data" / "study.db", {course.slug: course}) as stage:
        redact.hide(BOT_TOKEN, APP_TOKEN, stage.discord_server.world.token)
        await stage.start()
        for side in stage.sides:
            await stage.set_up(side)
        await stage.at("2026-11-23 10:00")
        for side in stage.sides:
            await stage.choose(side, side.ben, right=True)
            for line in (f"/concept {TYPED[0]}", f"/study pause {TYPED[0]}", "/quiz 5"):
                await side.driver.command(side.ben, line)
            form = (await side.driver.command(side.ana, "/study schedule")).form
            assert form is not None
            spoilt = {f.key: (TYPED[2],) for f in form.fields if f.kind == "text"}
            await side.driver.submit(side.ana, form, spoilt)
            message = await stage.question_post(side)
            for action in ("1.answer.1.B", f"1.{TYPED[1]}", "1.quiz-press.zzzz.C"):
                await side.driver.press_action(side.ben, message, action)
        await Slack(stage).send_envelopes()
        await stage.slack.say(stage.slack.ben, "/today")
        secrets = [BOT_TOKEN, APP_TOKEN, "ticket="]
        secrets += [f"/hooks/{name}" for name in stage.slack_server.state.hooks]
        secrets += [*stage.discord_server.world.hooks]  # by their tokens
        await asyncio.gather(*(task for task in stage.app.looking))
        for app, store in stage.apps:
            await app.stop()
            await store.close()
        stage.apps.clear()
    printed = capsys.readouterr().err
    assert "refused" in printed and len(printed.splitlines()) > 5
    for words in (*TYPED, *secrets):
        assert words not in printed.replace("ticket=[hidden]", ""), words
    assert not ANSWER.search(printed)
    assert slack_driver.BEN not in "".join(
        line for line in printed.splitlines() if '"level": "error"' in line
    )
