"""What every command begins with: the settings, and a log on stderr that never shows the token."""

from __future__ import annotations

import sys

from bot.logs import configure_logging
from bot.settings import Settings, load_settings


def started(*, least_level: str | None = None) -> Settings:
    """The settings, with logging set up after them; `least_level` goes before LOG_LEVEL. Raises SettingsError."""
    settings = load_settings()
    secrets = (settings.bot_token.get_secret_value(),) if settings.bot_token else ()
    configure_logging(least_level or settings.log_level, settings.log_format, sys.stderr, secrets)
    return settings
