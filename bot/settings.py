"""The settings, and the only reader of the environment.

A setting NAME comes from the environment, else from the file `.env`; NAME_FILE names a file that holds the value
instead (a container's secret). An empty value counts as not set. To add a setting, add one field to `Settings`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.i18n import languages
from core.errors import SettingsError

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LogFormat = Literal["console", "json"]

_TELEGRAMS = ("BOT_TOKEN", "WEBHOOK_URL", "WEBHOOK_SECRET")
_MOST_MINUTES = 60 * 24 * 7
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"\s*[0-9]{1,6}\s*")
_USER_IDS = re.compile(r"\s*[0-9]+\s*(,\s*[0-9]+\s*)*,?\s*", re.ASCII)


def _checked_token(token: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("is not a bot token (digits, a colon, letters and digits), as @BotFather gives it")
    return token


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is never closed
        usable = False
    if not usable:
        raise ValueError("must be an address that starts with http:// or https://")
    return url.rstrip("/")


def _user_ids(listed: str) -> frozenset[int]:
    if not _USER_IDS.fullmatch(listed):
        raise ValueError("must be Telegram user ids: whole numbers, divided by commas")
    return frozenset(int(number) for number in listed.split(",") if number.strip())


def _minutes(written: str) -> int:
    if not _NUMBER.fullmatch(written) or int(written) > _MOST_MINUTES:
        raise ValueError(f"must be a whole number of minutes from 0 to {_MOST_MINUTES}")
    return int(written)


def _time_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # no such zone; a path that leads out of the zones; a folder of zones
        raise ValueError("is not a time zone's name, such as Europe/Moscow") from None


def _known_language(language: str) -> str:
    if language not in languages():
        raise ValueError(f"must be one of {', '.join(languages())}")
    return language


class Settings(BaseSettings):
    """Everything an operator can set; frozen, and its repr never shows a secret. Made by `load_settings`.

    A field's name in upper case is the setting's name; its description is the comment in `.env.example`.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True, validate_default=False
    )

    bot_token: Annotated[SecretStr, AfterValidator(_checked_token)] | None = Field(
        None, description="The bot's token, from @BotFather. Without one, only the terminal chat and the commands work."
    )
    bot_api_url: Annotated[str, AfterValidator(_checked_url)] | None = Field(
        None, description="Another Bot API server than Telegram's own, for example http://127.0.0.1:8081"
    )
    database_path: Path = Field(
        Path("data/letopis.db"), description="The database file. It must lie on a local disk, not on a network share."
    )
    admin_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(_user_ids)] = Field(
        frozenset(), description="The Telegram user ids of the operators, divided by commas."
    )
    default_language: Annotated[str, AfterValidator(_known_language)] = Field(
        "ru", description="The language for everyone whose own Letopis does not speak: ru, en."
    )
    default_timezone: Annotated[ZoneInfo, BeforeValidator(_time_zone)] = Field(
        default_factory=lambda: ZoneInfo("UTC"), description="The time zone of dates, for example Europe/Moscow."
    )
    preview_url: Annotated[str, AfterValidator(_checked_url)] = Field(
        "https://t.me", description="Where letopis sync reads the web previews of public channels."
    )
    sync_minutes: Annotated[int, BeforeValidator(_minutes)] = Field(
        0, description="After how many minutes the bot syncs the channels again that were synced once. 0: never."
    )
    log_level: Annotated[LogLevel, BeforeValidator(str.upper)] = Field(
        "INFO", description="The least urgent log lines to write: DEBUG, INFO, WARNING or ERROR."
    )
    log_format: Annotated[LogFormat, BeforeValidator(str.lower)] = Field(
        "console", description="How a log line looks: console (for people) or json (for programs)."
    )

    @classmethod
    def settings_customise_sources(cls, *_: Any, **sources: Any) -> tuple[PydanticBaseSettingsSource, ...]:
        """The class reads nothing by itself: `load_settings` says what comes from where."""
        return (sources["init_settings"],)


class _Environment(EnvSettingsSource):
    """A mapping in the place of the process's environment."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        super().__init__(Settings)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): value for name, value in self._variables.items() if value}


def load_settings(env: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")) -> Settings:
    """The settings of `env` (the process's environment unless given), then of `env_file`, then the defaults.

    A missing `env_file` is no error; names that Letopis does not know are ignored. Raises SettingsError, whose
    parameter `problems` has one line for each bad setting and names it, without any value. These lines are English:
    the language is itself a setting, and may be the one that is wrong.
    """
    environment = _Environment(os.environ if env is None else env)
    try:
        dotenv = DotEnvSettingsSource(Settings, env_file=env_file)
    except (OSError, ValueError) as error:
        raise SettingsError(problems=f"{env_file} cannot be read: {_reason(error)}") from None
    from_files, problems = _read_named_files({**dotenv.env_vars, **environment.env_vars})
    try:
        settings = Settings(**{**from_files, **dotenv(), **environment()})
    except ValidationError as error:
        problems.extend(_lines(error))
    else:
        if not problems:
            return settings
    raise SettingsError(problems="\n".join(problems)) from None


def _read_named_files(variables: Mapping[str, str | None]) -> tuple[dict[str, str], list[str]]:
    """Field name -> content of the file that NAME_FILE names, less the line end that closes it; and what is wrong."""
    values: dict[str, str] = {}
    problems: list[str] = []
    for field in Settings.model_fields:
        path = variables.get(f"{field}_file")
        setting = field.upper()
        if path is None:
            continue
        if variables.get(field) is not None:
            problems.append(f"{setting} and {setting}_FILE are both set: keep one of them")
            continue
        try:
            content = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            problems.append(f"{setting}_FILE names a file that cannot be read: {_reason(error)}")
            continue
        if content:
            values[field] = content
    return values, problems


def _reason(error: OSError | ValueError) -> str:
    """Why a file cannot be read, without anything of its content."""
    return error.strerror or "unknown reason" if isinstance(error, OSError) else "it is not UTF-8 text"


def _lines(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(problem["loc"][0]).upper()
        message = problem["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
        yield f"{name} {message}"


def child_environment(**settings: str) -> dict[str, str]:
    """The environment for a process of our own that has no business with Telegram: this one's, with these settings."""
    replaced = {*settings, *_TELEGRAMS}
    replaced |= {f"{name}_FILE" for name in replaced}
    return {name: value for name, value in os.environ.items() if name.upper() not in replaced} | settings
