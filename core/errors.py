"""Every error that Letopis raises on purpose, in one tree.

LetopisError                 key + parameters: the language files hold the words
├── SettingsError            a setting is missing or wrong
├── SourceError              a file or page that cannot be imported
│   ├── SourceUnreadable     the system refuses to read it
│   ├── SourceEmpty          nothing is in it
│   └── UnknownFormat        no format recognises it
├── StorageError             the database
│   ├── DatabaseUnusable     not a database, damaged, read-only, or no room
│   ├── DatabaseBusy         another process kept it locked for too long
│   └── DatabaseNewer        written by a later Letopis
├── NotFound                 what was asked for is not there (any more) for this viewer
└── WrongUsage               arguments that contradict each other or the archive
"""

from __future__ import annotations


class LetopisError(Exception):
    """Root of the tree. `key` names a text of the language files, `params` fill it in."""

    key = "error.unexpected"

    def __init__(self, key: str | None = None, /, **params: str | int) -> None:
        self.key = key or type(self).key
        self.params = params
        super().__init__(self.key, params)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.key} ({details})" if details else self.key


class SettingsError(LetopisError):
    """A setting is missing or wrong; never carries the value of a secret."""

    key = "error.settings"


class SourceError(LetopisError):
    """A source that cannot be imported."""

    key = "error.source"


class SourceUnreadable(SourceError):
    """The system refuses to read it. Params: path, reason."""

    key = "error.source_unreadable"


class SourceEmpty(SourceError):
    """Nothing is in it. Params: path."""

    key = "error.source_empty"


class UnknownFormat(SourceError):
    """No format recognises it. Params: path."""

    key = "error.unknown_format"


class StorageError(LetopisError):
    """The database did not do what was asked. Params: reason."""

    key = "error.storage"


class DatabaseUnusable(StorageError):
    """Not a database, damaged, read-only, or no room. Params: path, reason."""

    key = "error.database_unusable"


class DatabaseBusy(StorageError):
    """Another process kept it locked for too long. Params: reason."""

    key = "error.database_busy"


class DatabaseNewer(StorageError):
    """Written by a later Letopis. Params: path, found, known."""

    key = "error.database_newer"


class NotFound(LetopisError):
    """What was asked for is not there (any more) for this viewer."""

    key = "error.not_found"


class WrongUsage(LetopisError):
    """Arguments that contradict each other or the archive."""

    key = "error.wrong_usage"
