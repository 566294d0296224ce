"""The report of an import as people read it."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout

import pytest

from bot.cli.report import print_report, printable
from bot.services.importing import FileReport
from core.formats.records import ChatSeen
from core.types import Channel, Skipped, Visibility
from tests.bot.cli.invented import CACHE, MIGRATION, NEWER, POSTS, QUEUE
from tests.bot.cli.running import CommandLine


def lines(out: str) -> list[str]:
    """The lines with something in them, runs of blanks as one."""
    return [re.sub(" +", " ", line).rstrip() for line in out.splitlines() if line.strip(" ─")]


def test_a_table_of_what_came_of_each_file(command: CommandLine) -> None:
    posts = command.file("a.txt", POSTS)
    assert lines(command("import", posts, "--dry-run").out) == [
        "Nothing was changed. An import would do this:",
        " file format channel posts new service",
        " a.txt text-dump @tihie_zametki 3 3 1",
    ]
    ran = command("import", posts, command.file("b.txt", [CACHE, NEWER]))
    assert lines(ran.out) == [
        " file format channel posts new unchanged service",
        " a.txt text-dump @tihie_zametki 3 3 - 1",
        " b.txt text-dump @tihie_zametki 2 1 1 1",
        " all together 5 4 1 2",
        "@tihie_zametki is shown to everybody. To change that:",
        " letopis channels --visibility members @tihie_zametki",
    ]
    changed = command(*ran.out.splitlines()[-1].split()[1:])
    assert changed.status == 0
    assert command.ask("SELECT visibility FROM channels") == [("members",)]
    assert lines(command("import", posts).out) == [
        " file format channel posts new unchanged service",
        " a.txt text-dump @tihie_zametki 3 - 3 1",
    ]


def test_lines_where_a_terminal_is_too_narrow_for_a_table(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    ran = command("import", command.file("a.txt", POSTS), command.file("b.txt", [CACHE, NEWER]), tty=True)
    assert lines(ran.out)[:5] == [
        "a.txt (text-dump) into @tihie_zametki",
        " 3 posts: 3 new; 1 service message",
        "b.txt (text-dump) into @tihie_zametki",
        " 2 posts: 1 new, 1 unchanged; 1 service message",
        "all together: 5 posts: 4 new, 1 unchanged; 2 service messages",
    ]


def test_files_of_one_name_are_told_apart_by_their_paths(command: CommandLine) -> None:
    paths = [command.file("2024/a.txt", POSTS), command.file("2025/a.txt", [NEWER])]
    assert [line.split()[0] for line in lines(command("import", *paths).out)[1:3]] == list(map(str, paths))


def test_the_many_files_of_one_folder_are_one_row(command: CommandLine) -> None:
    for number, post in enumerate((CACHE, QUEUE, MIGRATION, NEWER)):
        command.file(f"parts/{number}.txt", [post])
    ran = command("import", command.folder / "parts")
    assert lines(ran.out)[:2] == [
        " file format channel posts new service",
        " 0.txt ... 3.txt (4 files) text-dump @tihie_zametki 4 4 1",
    ]


def test_the_first_of_many_skipped_places_are_named(command: CommandLine) -> None:
    broken = "".join(f"Заголовок {number}\nСло\0во и дело\n👍{number + 1}\n" for number in range(12))
    whole = "Целый пост\nЗдесь всё хорошо.\n👍1\n"
    ran = command("import", command.file("a.txt", broken + whole), command.file("b.txt", whole))
    assert ran.status == 0
    assert lines(ran.out)[1] == " a.txt text-dump a 1 1 - 12"
    places = ran.out.splitlines()[ran.out.splitlines().index("a.txt:") :]
    assert places[1] == "  skipped: lines 1-3: line 2: NUL bytes"
    assert places[11] == "  ... and 2 more; --json names them"
    assert len(command("import", command.folder / "a.txt", "--json").json["files"][0]["skipped"]) == 12


def test_a_post_that_is_like_several_stored_ones_is_new_and_named(command: CommandLine) -> None:
    text = "Один и тот же длинный пост о том, как мы переносили данные из старой базы в новую, шаг за шагом, {}."
    twins = [f"Перенос данных\n{text.format(word)}\n👍1\n" for word in ("днём", "днями")]
    command("import", command.file("a.txt", "".join(twins)))
    path = command.file("a.txt", f"Перенос данных\n{text.format('дням')}\n👍1\n")
    ran = command("import", path, "--dry-run")
    why = "stored as new, but it is like the posts 1, 2"
    assert ran.out.splitlines()[-1] == f"  uncertain: Перенос данных: {why}"
    ran = command("import", path, "--json")
    assert (ran.json["posts"], ran.json["new"]) == (1, 1)
    assert ran.json["files"][0]["uncertain"] == [{"where": "Перенос данных", "why": why}]


def test_on_a_terminal_a_bar_goes_to_stderr(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    ran = command("import", command.file("a.txt", POSTS), tty=True)
    assert ran.status == 0
    assert " a.txt  text-dump  @tihie_zametki" in ran.out
    shown = re.sub(r"\x1b\[[^A-Za-z]*[A-Za-z]", "", ran.err)
    assert re.search(r"3 posts, \d+/s ━+ 1\.4/1\.4 KiB", shown)


def test_a_new_channel_that_could_be_a_stored_one() -> None:
    stored = Channel(id=1, telegram_id=None, username=None, title="Заметки", visibility=Visibility.PUBLIC)
    new = Channel(id=7, telegram_id=None, username=None, title="Заметки", visibility=Visibility.MEMBERS)
    known = Channel(id=2, telegram_id=5, username=None, title="Заметки", visibility=Visibility.PUBLIC)
    report = FileReport(path="x.txt", format="desktop-html", channels=(new,), posts=2, new=2, alike=(stored, known))
    assert printed([report])[-6:] == [
        "Заметки is shown to its members alone. To change that:",
        " letopis channels --visibility public :7",
        "Заметки could be the same channel as :1. If it is:",
        " letopis channels --join :7 :1",
        "Заметки could be the same channel as 5. If it is:",
        " letopis channels --join :7 5",
    ]


def test_a_known_channel_that_turns_out_to_be_another_known_one() -> None:
    named = Channel(id=1, telegram_id=None, username="notes", title=None, visibility=Visibility.PUBLIC)
    told = Channel(id=2, telegram_id=5, username=None, title="Заметки", visibility=Visibility.PUBLIC)
    report = FileReport(path="p.html", format="preview", channels=(told,), posts=2, unchanged=2, alike=(named,))
    assert printed([report, report])[-2:] == [
        "Заметки could be the same channel as @notes. If it is:",
        " letopis channels --join @notes 5",
    ]


def test_whom_many_channels_are_shown_to() -> None:
    channels = [
        Channel(id=number, telegram_id=None, username=f"c{number}", title=None, visibility=visibility)
        for number, visibility in enumerate([Visibility.PUBLIC] * 5 + [Visibility.MEMBERS])
    ]
    report = FileReport(path="x.csv", format="csv", channels=tuple(channels), posts=6, new=6)
    assert printed([report])[-4:] == [
        "Shown to everybody: @c0, @c1, @c2, @c3, @c4. To change that for one of them:",
        " letopis channels --visibility members CHANNEL",
        "Shown to its members alone: @c5. To change that for one of them:",
        " letopis channels --visibility public CHANNEL",
    ]


def test_foreign_words_cannot_steer_the_terminal() -> None:
    notes = ("a note\x1b[31m",)
    report = FileReport(
        path="a.txt", format="text-dump", posts=1, skipped=(Skipped(where="a\nb", why="\x9b"),), notes=notes
    )
    assert printed([report])[-2:] == [" skipped: a\ufffdb: \ufffd", "a note\ufffd[31m"]
    assert printable("обычные слова") == "обычные слова"


def test_the_channels_of_a_whole_account_and_how_to_take_one() -> None:
    chats = tuple(ChatSeen(id=number, name=f"Канал {number}", kind="public_channel") for number in range(1, 61))
    out = printed([FileReport(path="my files/result.json", format="desktop-json", chats=chats, error="choose")])
    assert out[:2] == [
        "my files/result.json is the export of a whole account. Its channels:",
        " 1 public_channel Канал 1",
    ]
    assert out[51:] == [
        " ... and 10 more; --json names them all",
        "To import one of them:",
        " letopis import --chat 1 'my files/result.json'",
    ]
    nameless = (ChatSeen(id=None, name="Без номера", kind="private_channel"), ChatSeen(id=None, name=None, kind="x"))
    out = printed([FileReport(path="a", format="desktop-json", chats=nameless, error="choose")])
    assert out[1:] == [
        " - private_channel Без номера",
        " - x -",
        "To import one of them:",
        " letopis import --chat 'Без номера' a",
    ]


def printed(files: list[FileReport]) -> list[str]:
    """The lines of a report."""
    with redirect_stdout(io.StringIO()) as out:
        print_report(files, dry_run=False)
    return lines(out.getvalue())
