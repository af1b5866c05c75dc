"""How a platform introduces itself: its settings, how its adapter is made, how it is set up.

Each platform's folder has one ``Platform``; ``bot.service.platforms`` lists them. SDKs are imported
inside ``build``, so that a command that needs no platform starts quickly.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.base import Adapter, AdapterState
from bot.adapters.common.checkup import Checkup, Place
from bot.model import Card, Command, Form

Values = Mapping[str, str]

ONE_WORD = r"[!-~]+"
"""A token goes into a header, which takes only printable ASCII."""
HTTP_URL = r"https?://[^\s/]+\S*"
HOST, PORT = "127.0.0.1", "3000"
"""Where signed requests are taken unless something else is set. All platforms share it."""
ADDRESS = r"[0-9A-Za-z.:-]{1,253}"
ADDRESS_WANTED = (
    "it must be an address of this machine such as 127.0.0.1, or 0.0.0.0 for all of them"
)
PORT_NUMBER = (
    r"[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"
)
PORT_WANTED = "it must be a port number from 1 to 65535"
SOCKET_URL = r"wss?://[^\s/]+\S*"


@dataclass(frozen=True, slots=True)
class Setting:
    """``name`` is the environment's in small letters. The value must match ``pattern`` whole.

    ``wanted`` says what to put in, for a value that is refused; ``where`` says where a
    required one is found; ``use`` what one of several choices is for. A ``secret`` is never
    shown. Where a value's kind can be told by its ``look``, a pattern, ``kind`` is its name, and
    one that is in another setting is found out.
    """

    name: str
    pattern: str
    wanted: str
    where: str = ""
    required: bool = False
    secret: bool = False
    use: str = ""
    look: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """``build`` gets the values that are set; ``manifest`` also gets the one argument of
    ``studyhall manifest NAME``, which ``argument`` describes (empty: there is none). ``check`` asks
    the platform whether all is well, without changing or disturbing anything there. ``render``
    gives what is sent to show a card or a form, as data for JSON; without it authors cannot see
    that and the linter does not try it. Of the settings in ``either`` exactly one must be set,
    besides all required ones. ``strays`` are other secrets of the platform that people put into
    settings: a pattern, a name, and whether it is plain enough to be told in any platform's
    setting. ``alone`` says for the values that are set whether only one process may be connected
    at a time."""

    name: str
    settings: tuple[Setting, ...]
    build: Callable[[Values, AdapterState], Adapter]
    manifest: Callable[[Sequence[Command], Values, str], str]
    check: Callable[[Values, Sequence[Command], Sequence[Place]], Awaitable[Checkup]]
    about_manifest: str
    argument: str = ""
    either: tuple[str, ...] = ()
    alone: Callable[[Values], bool] = lambda _: True
    render: Callable[[Card | Form], Any] | None = None
    strays: tuple[tuple[str, str, bool], ...] = ()

    @property
    def required(self) -> tuple[Setting, ...]:
        return tuple(setting for setting in self.settings if setting.required)

    @property
    def choices(self) -> tuple[Setting, ...]:
        """The settings of which one must be set, the usual one first."""
        return tuple(setting for setting in self.settings if setting.name in self.either)
