"""Settings from the environment and ``.env``.

Every setting may also be given as ``NAME_FILE``, the path of a file that holds the value:
that is how container secrets arrive. Tokens are never logged: they are ``SecretStr``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import StartError
from content.loader import BUNDLED


class Settings(BaseSettings):
    """Names in the environment are those of the fields, in capitals."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str | None = None
    slack_command_prefix: str = Field("", pattern=r"^[a-z0-9-]{0,20}$")
    discord_bot_token: SecretStr | None = None
    discord_api_url: str | None = None
    discord_gateway_url: str | None = None
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
    try:
        return Settings(**found)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        setting = str(first["loc"][0]).upper() if first["loc"] else "a setting"
        raise StartError(f"{setting} is not usable: {first['msg'].lower()}.") from None


def _read(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text file"
        raise StartError(f"{name}_FILE points to {path}, which cannot be read: {reason}.") from None
