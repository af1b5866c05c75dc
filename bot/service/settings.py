"""Settings from the environment and ``.env``.

Every setting may also be given as ``NAME_FILE``, the path of a file that holds the value:
that is how container secrets arrive. Tokens are never logged: they are ``SecretStr``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.adapters.platform import Platform, Setting
from bot.service import database
from bot.service.errors import StartError
from bot.service.platforms import PLATFORMS
from bot.service.redaction import hide
from bot.service.tokens import cleaned, misplaced
from content.loader import BUNDLED

WANTED = {
    "studyhall_database": "it must be the path of a file, or begin with postgresql://",
    "studyhall_courses": "it must be the path of a folder",
    "studyhall_backups": "it must be the path of a folder, or off",
    "studyhall_backup_keep": "use a number of days from 1 to 366",
    "studyhall_copies": "use one or many",
    "studyhall_log": "use console or json",
    "studyhall_log_level": "use debug, info, warning or error",
    "studyhall_metrics_port": "use the number of a free port from 1 to 65535, or leave it out",
    "studyhall_metrics_host": "use an address of this machine, such as 127.0.0.1",
} | {setting.name: setting.wanted for platform in PLATFORMS for setting in platform.settings}
"""What to put in, for a value that is refused; the value itself is never shown."""


class Settings(BaseModel):
    """The bot's own settings, and all platforms' in ``platforms``.

    Names in the environment are those of the fields, in capitals.
    """

    model_config = ConfigDict(frozen=True)

    studyhall_database: Path = Path("data/studyhall.db")
    studyhall_courses: Path = BUNDLED
    studyhall_backups: Path | None = None
    studyhall_backup_keep: Annotated[int, Field(ge=1, le=366)] = 7
    studyhall_copies: Literal["one", "many"] = "one"
    studyhall_log: Literal["console", "json"] = "console"
    studyhall_log_level: Literal["debug", "info", "warning", "error"] = "info"
    studyhall_metrics_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    studyhall_metrics_host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]+$")] = "127.0.0.1"
    platforms: Mapping[str, SecretStr] = {}
    postgresql: SecretStr | None = None
    """The address of a PostgreSQL server, in the place of the file ``studyhall_database``."""

    @property
    def shared(self) -> bool:
        """Whether other copies of the bot may run on the same database."""
        return self.studyhall_copies == "many" or self.postgresql is not None

    @property
    def backups(self) -> Path | None:
        """The folder for backups: ``backups`` beside the database unless set; None when off, and
        with a server, which has better ones of its own."""
        if self.postgresql is not None:
            return None
        if self.studyhall_backups is None:
            return self.studyhall_database.parent / "backups"
        return None if str(self.studyhall_backups) == "off" else self.studyhall_backups

    def values(self, platform: Platform) -> dict[str, str]:
        """What is set for a platform, tokens in the clear."""
        names = [setting.name for setting in platform.settings]
        return {n: self.platforms[n].get_secret_value() for n in names if n in self.platforms}

    def connected(self) -> list[Platform]:
        """The platforms whose required settings are all there.

        Raises ``StartError`` when there is none, or one has only some of them or too many.
        """
        found = [platform for platform in PLATFORMS if self.complete(platform)]
        if not found:
            ways = [
                " and ".join([*map(_name, platform.required), *_one_of(platform)])
                for platform in PLATFORMS
            ]
            raise StartError(
                f"No chat platform is set up: put {', or '.join(ways)}, into .env (see "
                ".env.example), or try “studyhall demo”, which needs none."
            )
        return found

    def complete(self, platform: Platform) -> bool:
        """False when nothing of ``platform`` is set.

        Raises ``StartError`` when something is missing or too much.
        """
        missing = [s for s in platform.required if s.name not in self.platforms]
        chosen = [s for s in platform.choices if s.name in self.platforms]
        if len(missing) == len(platform.required) and not chosen:
            return False
        if missing:
            raise StartError(f"{_name(missing[0])} is not set: copy it from {missing[0].where}.")
        if platform.choices and not chosen:
            first, *others = platform.choices
            instead = "".join(f", or {_name(other)} from {other.where}" for other in others)
            raise StartError(f"{_name(first)} is not set: copy it from {first.where}{instead}.")
        if len(chosen) > 1:
            both = " and ".join(map(_name, chosen))
            keep = ", or ".join(f"{_name(setting)} for {setting.use}" for setting in chosen)
            raise StartError(f"{both} are both set: keep {keep}, and remove the other.")
        return True


def _name(setting: Setting) -> str:
    return setting.name.upper()


def _one_of(platform: Platform) -> list[str]:
    names = " or ".join(map(_name, platform.choices))
    return [names] if names else []


def setting_names() -> tuple[str, ...]:
    """Every setting there is, in small letters."""
    own = [name for name in Settings.model_fields if name not in ("platforms", "postgresql")]
    return (*own, database.INSTEAD, *(s.name for p in PLATFORMS for s in p.settings))


def load_settings(env_file: Path = Path(".env")) -> Settings:
    """The settings. Raises ``StartError`` naming the setting that is wrong."""
    settings, problems = read_settings(env_file)
    if problems:
        raise StartError(problems[0])
    return settings


def read_settings(env_file: Path = Path(".env")) -> tuple[Settings, list[str]]:
    """The settings, defaults in place of the wrong ones; and one sentence for each of those."""
    problems: list[str] = []
    values = given(env_file, problems)
    found: dict[str, str] = {}
    for name in setting_names():
        upper = name.upper()
        try:
            if f"{upper}_FILE" in values:
                found[name] = _read(upper, values[f"{upper}_FILE"].strip())
            elif upper in values:
                found[name] = values[upper]
        except StartError as error:
            problems.append(str(error))
    secrets = [s.name for platform in PLATFORMS for s in platform.settings if s.secret]
    hide(*(found[name] for name in secrets if name in found))
    found = {name: cleaned(value, secret=name in secrets) for name, value in found.items()}
    found = {name: value for name, value in found.items() if value}
    hide(*(found[name] for name in secrets if name in found))
    try:
        database.sorted_out(found)
    except StartError as error:
        problems.append(str(error))
    hide(*filter(None, [found.get("postgresql")]))
    wrong_place = misplaced(found)
    problems += dict.fromkeys(wrong_place.values())
    platforms: dict[str, str] = {}
    for setting in (setting for platform in PLATFORMS for setting in platform.settings):
        value = found.pop(setting.name, None)
        if value is None or setting.name in wrong_place:
            continue
        if re.fullmatch(setting.pattern, value):
            platforms[setting.name] = value
        else:
            problems.append(f"{_name(setting)} is not usable: {setting.wanted}.")
    try:
        return Settings.model_validate({**found, "platforms": platforms}), problems
    except ValidationError as error:
        wrong = list(dict.fromkeys(str(one["loc"][0]) for one in error.errors()))
    problems += [f"{name.upper()} is not usable: {WANTED[name]}." for name in wrong]
    right = {name: value for name, value in found.items() if name not in wrong}
    return Settings.model_validate({**right, "platforms": platforms}), problems


def given(env_file: Path, problems: list[str]) -> dict[str, str]:
    """What stands in ``env_file`` and the environment, which goes before it.

    A file that cannot be read is told in ``problems``.
    """
    values: dict[str, str] = {}
    try:
        values = {k: v for k, v in dotenv_values(env_file).items() if v}
    except OSError as error:
        problems.append(f"{env_file} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        problems.append(f"{env_file} is not a text file in UTF-8.")
    return values | {k: v for k, v in os.environ.items() if v}


def _read(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text file"
        raise StartError(f"{name}_FILE points to {path}, which cannot be read: {reason}.") from None
