"""Settings from the environment and ``.env``.

Every setting may also be given as ``NAME_FILE``, the path of a file that holds the value:
that is how container secrets arrive. Tokens are never logged: they are ``SecretStr``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.errors import StartError
from content.loader import BUNDLED

_URL = r"^https?://[^\s/]+\S*$"
_SOCKET_URL = r"^wss?://[^\s/]+\S*$"

WANTED = {
    "slack_bot_token": "a token is one word of plain letters, digits and signs, xoxb-…",
    "slack_app_token": "a token is one word of plain letters, digits and signs, xapp-…",
    "discord_bot_token": "a token is one word of plain letters, digits and signs",
    "slack_api_url": "it must be an address that begins with https:// or http://",
    "discord_api_url": "it must be an address that begins with https:// or http://",
    "discord_gateway_url": "it must be an address that begins with wss:// or ws://",
    "slack_command_prefix": "use at most 20 small letters, digits and -",
    "studyhall_database": "it must be the path of a file",
    "studyhall_courses": "it must be the path of a folder",
    "studyhall_log": "use console or json",
    "studyhall_log_level": "use debug, info, warning or error",
}
"""What to put in, for a value that is refused; the value itself is never shown."""


def _checked(secret: SecretStr) -> SecretStr:
    """A token goes into a header, which takes only printable ASCII."""
    if not re.fullmatch(r"[!-~]+", secret.get_secret_value()):
        raise ValueError("not a token")
    return secret


Token = Annotated[SecretStr, AfterValidator(_checked)]


class Settings(BaseModel):
    """Names in the environment are those of the fields, in capitals."""

    model_config = ConfigDict(frozen=True)

    slack_bot_token: Token | None = None
    slack_app_token: Token | None = None
    slack_api_url: str | None = Field(None, pattern=_URL)
    slack_command_prefix: str = Field("", pattern=r"^[a-z0-9-]{0,20}$")
    discord_bot_token: Token | None = None
    discord_api_url: str | None = Field(None, pattern=_URL)
    discord_gateway_url: str | None = Field(None, pattern=_SOCKET_URL)
    studyhall_database: Path = Path("data/studyhall.db")
    studyhall_courses: Path = BUNDLED
    studyhall_log: Literal["console", "json"] = "console"
    studyhall_log_level: Literal["debug", "info", "warning", "error"] = "info"

    def check_tokens(self) -> None:
        """Raises ``StartError`` unless at least one platform has all its tokens."""
        if bool(self.slack_bot_token) != bool(self.slack_app_token):
            missing = "SLACK_APP_TOKEN" if self.slack_bot_token else "SLACK_BOT_TOKEN"
            where = (
                "Basic Information → App-Level Tokens (scope connections:write)"
                if missing == "SLACK_APP_TOKEN"
                else "OAuth & Permissions → Bot User OAuth Token"
            )
            raise StartError(f"{missing} is not set: copy it from your Slack app's {where}.")
        if not self.slack_bot_token and not self.discord_bot_token:
            raise StartError(
                "No chat platform is set up: put SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or "
                "DISCORD_BOT_TOKEN, into .env (see .env.example), or try “studyhall demo”, which "
                "needs none."
            )


def load_settings(env_file: Path = Path(".env")) -> Settings:
    """The settings. Raises ``StartError`` naming the setting that is wrong."""
    try:
        values = {k: v for k, v in dotenv_values(env_file).items() if v}
    except OSError as error:
        raise StartError(f"{env_file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise StartError(f"{env_file} is not a text file in UTF-8.") from error
    values.update({k: v for k, v in os.environ.items() if v})
    found: dict[str, str] = {}
    for name in Settings.model_fields:
        upper = name.upper()
        if f"{upper}_FILE" in values:
            found[name] = _read(upper, values[f"{upper}_FILE"] or "")
        elif upper in values:
            found[name] = (values[upper] or "").strip()
    found = {name: value for name, value in found.items() if value}
    try:
        return Settings.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise StartError(f"{name.upper()} is not usable: {WANTED[name]}.") from None


def _read(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text file"
        raise StartError(f"{name}_FILE points to {path}, which cannot be read: {reason}.") from None
