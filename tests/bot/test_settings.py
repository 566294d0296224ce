from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import error_text, words_of
from bot.settings import Settings, load_settings
from core.errors import SettingsError
from tests.generated import CHECKOUT, FILES

TOKEN = "123456789:" + "AbCdEfGhIjKlMnOpQrStUvWxYz012345-_9"


def problems(env: Mapping[str, str], env_file: Path | None = None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(env, env_file)
    assert caught.value.__cause__ is None
    return str(caught.value.params["problems"]).splitlines()


def test_nothing_set_gives_the_defaults() -> None:
    settings = load_settings({}, None)
    assert settings.bot_token is None
    assert settings.bot_api_url is None
    assert settings.database_path == Path("data/letopis.db")
    assert settings.admin_ids == frozenset()
    assert settings.default_language == "ru"
    assert settings.default_timezone == ZoneInfo("UTC")
    assert (settings.preview_url, settings.sync_minutes) == ("https://t.me", 0)
    assert (settings.log_level, settings.log_format) == ("INFO", "console")


def test_every_setting_can_be_set() -> None:
    settings = load_settings(
        {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": "http://127.0.0.1:8081/",
            "DATABASE_PATH": "/data/my letopis.db",
            "ADMIN_IDS": " 1, 22 ,333,",
            "DEFAULT_LANGUAGE": "en",
            "DEFAULT_TIMEZONE": "Europe/Moscow",
            "PREVIEW_URL": "http://127.0.0.1:8082/",
            "SYNC_MINUTES": " 30 ",
            "LOG_LEVEL": "debug",
            "LOG_FORMAT": "JSON",
        },
        None,
    )
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.bot_api_url == "http://127.0.0.1:8081"
    assert settings.database_path == Path("/data/my letopis.db")
    assert settings.admin_ids == {1, 22, 333}
    assert settings.default_language == "en"
    assert settings.default_timezone == ZoneInfo("Europe/Moscow")
    assert (settings.preview_url, settings.sync_minutes) == ("http://127.0.0.1:8082", 30)
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")


def test_an_empty_value_counts_as_not_set() -> None:
    assert load_settings({field.upper(): "" for field in Settings.model_fields}, None) == load_settings({}, None)


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("LOG_LEVEL=ERROR\nADMIN_IDS=7\nSOMEONE_ELSES=1\nBOT_TOKEN\n", encoding="utf-8")
    settings = load_settings({"LOG_LEVEL": "WARNING", "ADMIN_IDS": "", "PATH": "/bin"}, env_file)
    assert settings.log_level == "WARNING"
    assert settings.admin_ids == {7}
    assert settings.bot_token is None


def test_the_process_environment_is_read_where_no_other_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", "42")
    assert load_settings(env_file=None).admin_ids == {42}


def test_a_missing_env_file_is_no_error(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path / "none") == load_settings({}, None)


@pytest.mark.parametrize("where", ["environment", "env file"])
def test_a_named_file_holds_the_value(tmp_path: Path, where: str) -> None:
    secret, env_file = tmp_path / "token", tmp_path / ".env"
    secret.write_text(TOKEN + "\r\n", encoding="utf-8")
    env = {"BOT_TOKEN_FILE": str(secret)} if where == "environment" else {}
    env_file.write_text("" if env else f"BOT_TOKEN_FILE={secret}\n", encoding="utf-8")
    token = load_settings(env, env_file).bot_token
    assert token is not None
    assert token.get_secret_value() == TOKEN


def test_every_setting_can_be_in_a_named_file(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text("\n", encoding="utf-8")
    env = {f"{field.upper()}_FILE": str(empty) for field in Settings.model_fields}
    assert load_settings(env, None) == load_settings({}, None)


@pytest.mark.parametrize("where", ["environment", "env file"])
def test_a_value_and_a_named_file_together_are_an_error(tmp_path: Path, where: str) -> None:
    secret, env_file = tmp_path / "token", tmp_path / ".env"
    secret.write_text(TOKEN, encoding="utf-8")
    env_file.write_text("" if where == "environment" else f"BOT_TOKEN={TOKEN}\n", encoding="utf-8")
    env = {"BOT_TOKEN_FILE": str(secret)} | ({"BOT_TOKEN": TOKEN} if where == "environment" else {})
    assert problems(env, env_file) == ["BOT_TOKEN and BOT_TOKEN_FILE are both set: keep one of them"]


def test_a_named_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe secret")
    assert problems({"BOT_TOKEN_FILE": str(tmp_path / "none"), "ADMIN_IDS_FILE": str(tmp_path / "binary")}) == [
        "BOT_TOKEN_FILE names a file that cannot be read: No such file or directory",
        "ADMIN_IDS_FILE names a file that cannot be read: it is not UTF-8 text",
    ]


def test_an_env_file_that_cannot_be_read(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"BOT_TOKEN=\xff\xfe")
    assert problems({}, env_file) == [f"{env_file} cannot be read: it is not UTF-8 text"]


BAD = {
    "BOT_TOKEN": [
        "123456789",
        "123456789:",
        ":" + TOKEN,
        TOKEN + " x",
        TOKEN.replace(":", "-"),
        "bot" + TOKEN,
        TOKEN + "\n" + TOKEN,
        TOKEN.replace("A", "А"),  # noqa: RUF001, RUF100 - a Cyrillic letter
    ],
    "BOT_API_URL": ["localhost:8081", "ftp://example.org", "http://", "http://[::1", "http://host:port"],
    "ADMIN_IDS": ["@anna", "1;2", "[1, 2]", "1.5", "-7", "1,,2", ",", "٣"],
    "DEFAULT_LANGUAGE": ["russian", "RU", "xx"],
    "DEFAULT_TIMEZONE": ["Moscow", "../etc/passwd", "Europe", "UTC+3", "/etc/localtime", "Europe/\0"],
    "LOG_LEVEL": ["verbose", "10"],
    "LOG_FORMAT": ["xml"],
}


LINES = {
    "BOT_TOKEN": "is not a bot token (digits, a colon, letters and digits), as @BotFather gives it",
    "BOT_API_URL": "must be an address that starts with http:// or https://",
    "ADMIN_IDS": "must be Telegram user ids: whole numbers, divided by commas",
    "DEFAULT_LANGUAGE": "must be one of en, ru",
    "DEFAULT_TIMEZONE": "is not a time zone's name, such as Europe/Moscow",
    "LOG_LEVEL": "must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'",
    "LOG_FORMAT": "must be 'console' or 'json'",
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_value_is_one_line_that_names_the_setting_and_does_not_depend_on_the_value(name: str, value: str) -> None:
    assert problems({name: value}) == [f"{name} {LINES[name]}"]


def test_each_bad_value_has_its_line_and_a_person_reads_just_the_lines() -> None:
    env = {name: values[0] for name, values in BAD.items()}
    with pytest.raises(SettingsError) as caught:
        load_settings(env, None)
    told = error_text(words_of("en"), caught.value).text.splitlines()
    assert [line.split()[0] for line in told] == list(BAD)


@pytest.mark.parametrize("token", [TOKEN, "1:a", "4200000042:letopis-in-a-test", "7:_-"])
def test_a_token_has_the_shape_of_one_but_any_length(token: str) -> None:
    found = load_settings({"BOT_TOKEN": token}, None).bot_token
    assert found is not None
    assert found.get_secret_value() == token


def test_nothing_made_of_settings_shows_the_token() -> None:
    secret = TOKEN.partition(":")[2]
    settings = load_settings({"BOT_TOKEN": TOKEN}, None)
    shown = [repr(settings), str(settings), f"{settings.model_dump()}", settings.model_dump_json()]
    with pytest.raises(SettingsError) as caught:
        load_settings({"BOT_TOKEN": TOKEN + "!", "LOG_LEVEL": "x"}, None)
    shown += [str(caught.value), repr(caught.value), repr(caught.value.__context__), str(caught.value.__context__)]
    assert not [text for text in shown if secret in text]


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings({}, None).log_level = "DEBUG"


@pytest.mark.parametrize("name", FILES)
def test_a_generated_file_is_what_the_code_would_write(name: str) -> None:
    assert (CHECKOUT / name).read_text(encoding="utf-8") == FILES[name](), "run `make generated`"


def test_the_example_with_every_setting_uncommented_gives_the_defaults(tmp_path: Path) -> None:
    example = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
    uncommented = [line.removeprefix("# ") if line.split("=")[0].removeprefix("# ").isupper() else line
                   for line in example.splitlines()]  # fmt: skip
    named = {line.split("=")[0].lower() for line in uncommented if "=" in line and not line.startswith("#")}
    assert named == set(Settings.model_fields)
    (tmp_path / ".env").write_text("\n".join(uncommented), encoding="utf-8")
    assert load_settings({}, tmp_path / ".env") == load_settings({}, None)
