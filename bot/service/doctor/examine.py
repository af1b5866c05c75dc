"""The whole examination, part by part; one that fails stops no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.adapters.common.checkup import Checkup, Finding, Place, State, mend, note, ok
from bot.adapters.platform import Platform
from bot.model import Command
from bot.service.doctor import file, server
from bot.service.doctor.clock import clock
from bot.service.doctor.configured import settings as look_at_settings
from bot.service.doctor.disk import disk
from bot.service.doctor.file import Content
from bot.service.doctor.running import monitor, running, since
from bot.service.doctor.saved import backups
from bot.service.doctor.section import Section
from bot.service.doctor.taught import courses
from bot.service.platforms import PLATFORMS
from bot.service.settings import Settings

MOST = 40
"""Channels of a platform that are looked at unless all are wanted: the bot shares its rate limits
with the doctor."""
ASKING_TAKES = 120.0
"""Seconds after which a platform is given up, for each ``MOST`` channels."""


async def examine(
    env_file: Path, commands: Sequence[Command], *, everything: bool = False
) -> list[Section]:
    """Every part in the order in which they are best mended. ``everything``: all channels."""
    settings, connected, found = look_at_settings(env_file)
    database = settings.studyhall_database
    url = settings.postgresql.get_secret_value() if settings.postgresql else ""
    disk_found = await _part("disk", lambda: disk(database))
    content = Content()

    def look_at_file() -> Iterator[Finding]:
        nonlocal content
        content, found = server.examine(url) if url else file.examine(database)
        yield from found

    file_found = await _part("file", look_at_file)
    taught = await _part("courses", lambda: courses(settings.studyhall_courses, content.groups))
    alive = await _part("bot", lambda: running(database))
    runs = any(finding.state is State.OK and "last active" in finding.says for finding in alive)
    alive += await monitor(settings, runs)
    now = datetime.now(UTC)

    def look_at_backups() -> Iterator[Finding]:
        if url:
            return server.backups(url)
        return backups(settings.backups, database, now, runs=since(database))

    saved = await _part("newest", look_at_backups)
    asked = await asyncio.gather(
        *(_ask(one, settings, commands, content, everything) for one in connected)
    )
    ahead = {one.name: checkup.ahead for one, checkup in zip(connected, asked, strict=True)}
    return [
        Section("settings", found),
        Section("disk", disk_found),
        Section("database", file_found),
        Section("backups", saved),
        Section("courses", taught),
        Section("bot", alive),
        Section("clock", list(clock(ahead, content.groups))),
        *(
            Section(one.name, checkup.findings)
            for one, checkup in zip(connected, asked, strict=True)
        ),
        *_left_out(connected, content.places),
    ]


async def _part(about: str, look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What ``look`` finds before it fails, and that it failed."""
    found: list[Finding] = []

    def work() -> None:
        for finding in look():
            found.append(finding)  # noqa: PERF402 (what came before a failure stays)

    try:
        await asyncio.to_thread(work)
    except OSError as error:
        says = f"cannot be looked at ({error.strerror}: {error.filename})"
        found.append(mend(about, says, "Run the doctor as the user that runs the bot."))
    except Exception as error:  # a fault of the doctor's must not hide the rest
        says = f"could not be examined ({type(error).__name__}: {error})"
        found.append(mend(about, says, "Please report this."))
    return found


async def _ask(
    platform: Platform,
    settings: Settings,
    commands: Sequence[Command],
    content: Content,
    everything: bool,
) -> Checkup:
    places = content.places.get(platform.name, [])
    looked_at = places if everything else places[:MOST]
    patience = ASKING_TAKES * max(1, len(looked_at) / MOST)
    try:
        async with asyncio.timeout(patience):
            checkup = await platform.check(settings.values(platform), commands, looked_at)
    except TimeoutError:
        says = f"did not answer everything within {patience:.0f} seconds"
        return Checkup([mend("network", says, "Check this machine's network and try again.")])
    except Exception as error:  # a fault of the doctor's must not hide the rest
        says = f"could not be examined ({type(error).__name__}: {error})"
        return Checkup([mend("doctor", says, "Please report this.")])
    if len(looked_at) == len(places):
        return checkup
    says = f"{len(looked_at)} of {len(places)} were looked at"
    more = note("channels", says, "studyhall doctor --all looks at each.")
    return Checkup([*checkup.findings, more], checkup.ahead)


def _left_out(
    connected: Sequence[Platform], places: Mapping[str, Sequence[Place]]
) -> list[Section]:
    """Platforms without tokens: fine, unless groups live there."""
    sections = []
    for one in PLATFORMS:
        if one in connected:
            continue
        found: list[Finding] = [ok("tokens", "not set up")]
        if homeless := places.get(one.name):
            names = " and ".join(setting.name.upper() for setting in one.required)
            says = f"{len(homeless)} channels with study groups are there, but it is not set up"
            found = [mend("tokens", says, f"Set {names}; see the README, Connect.")]
        sections.append(Section(one.name, found))
    return sections
