"""What an operator is told of a file that he sent to be imported."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePath

from bot.callbacks import ChatTap
from bot.i18n import Words, words_of
from bot.services.document_report import DocumentReport, OfferedChat, ReportedFile
from bot.views.screen import LONGEST_LABEL, Button, Screen, joined, rows_of, shortened
from core.richtext import RichText, styled

_COMMAND_LINES = "en"
"""The language in which the command says what is wrong."""

_TRANSLATED = ("error.unknown_format", "error.source_empty", "error.interrupted", "error.out_of_memory")
_MOST_LINES = 8
_MOST_CHATS = 30
_LONGEST_PROBLEM = 300


def document_notice(key: str, words: Words, name: str) -> Screen:
    """A line about the file, such as that it is being imported; `name` is what it is called."""
    return Screen(text=words.text(f"document.{key}", name=_shown(name), command=_command(name)))


def document_screen(report: DocumentReport, words: Words, name: str) -> Screen:
    """What came of the file: its posts by channels, what was wrong, and the channels to choose from."""
    chats = [chat for chat in report.chats if chat.id is not None][:_MOST_CHATS]
    lines = [*_ended(report, words, name), *_counts(report.files, words), *_problems(report.files, words)]
    if report.chats:
        lines.append(words.text("document.which_chat" if chats else "document.nameless_chats"))
    buttons = [(Button(_label(chat), data=ChatTap(chat=chat.id).pack()),) for chat in chats if chat.id is not None]
    return Screen(text=joined("\n", lines), rows=rows_of(*buttons))


def _ended(report: DocumentReport, words: Words, name: str) -> Iterator[RichText]:
    """In which way the import did not come to its end."""
    if report.ended in {"time", "memory"}:
        yield words.text(f"document.ended.{report.ended}", command=_command(name))
        return
    if report.ended == "failed":
        yield words.text("document.ended.failed")
    if report.ended and report.said:
        yield styled(report.said, "code")


def _counts(files: Sequence[ReportedFile], words: Words) -> Iterator[RichText]:
    told = [file for file in files if file.posts or not file.error]
    lines = 0
    for channel, group in groupby(told, key=lambda file: (file.channel, file.visibility)):
        lines += 1
        if lines <= _MOST_LINES:
            yield from _of_channel(channel, list(group), words)
    if lines > _MOST_LINES:
        yield words.text("document.more", count=lines - _MOST_LINES)


def _of_channel(
    channel: tuple[str | None, str | None], files: Sequence[ReportedFile], words: Words
) -> Iterator[RichText]:
    """The posts of some files in a row that went into one channel."""
    name, visibility = channel
    posts = sum(file.posts for file in files)
    if not posts:
        yield words.text("document.no_posts")
        return
    named = styled(shortened(name or PurePath(files[0].path).name), "bold")
    yield words.text("document.posts", count=posts, channel=named)
    added, updated, known = (sum(counts) for counts in zip(*map(_decided, files), strict=True))
    if posts == added + updated + known:  # not where the import was stopped
        yield words.text("document.counts", added=added, updated=updated, known=known)
    if skipped := sum(file.skipped for file in files):
        yield words.text("document.skipped", count=skipped)
    if visibility:
        yield words.text(f"document.shown_to.{visibility}")


def _decided(file: ReportedFile) -> tuple[int, int, int]:
    return file.new, file.updated, file.unchanged


def _problems(files: Sequence[ReportedFile], words: Words) -> Iterator[RichText]:
    """What was wrong with files, and what else an operator should know, in the words of the command."""
    told = [(PurePath(file.path).name, file.error) for file in files if file.error and not file.chats]
    told += [(PurePath(file.path).name, note) for file in files for note in file.notes]
    for name, problem in told[:_MOST_LINES]:
        yield words.text("document.problem", name=_shown(name), problem=_translated(problem, words))
    if len(told) > _MOST_LINES:
        yield words.text("document.more", count=len(told) - _MOST_LINES)


def _translated(problem: str, words: Words) -> str:
    """The most frequent problems in the reader's language, the others as the command tells them."""
    known = {words_of(_COMMAND_LINES).plain(key): key for key in _TRANSLATED}
    return words.plain(known[problem]) if problem in known else shortened(problem, _LONGEST_PROBLEM)


def _label(chat: OfferedChat) -> str:
    return shortened(chat.name, LONGEST_LABEL)


def _shown(name: str) -> str:
    return shortened(name)


def _command(name: str) -> RichText:
    return styled(f"letopis import {shlex.quote(name)}", "code")
