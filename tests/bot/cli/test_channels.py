from __future__ import annotations

import shlex

import pytest

from tests.bot.cli.invented import CACHE, FOREIGN, POSTS, without_handle
from tests.bot.cli.running import CommandLine


def rows(out: str) -> list[list[str]]:
    """The cells of each row below the line under the headings."""
    lines = [line for line in out.splitlines() if line.strip()]
    return [line.split() for line in lines[2:]]


def test_the_list(command: CommandLine) -> None:
    command("import", command.file("a.txt", POSTS))
    command("import", command.file("b.txt", FOREIGN), "--channel", "-100777", "--visibility", "members")
    ran = command("channels")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.split()[:6] == ["channel", "title", "Telegram", "id", "shown", "to"]
    assert rows(ran.out) == [
        ["@tihie_zametki", "Тихие", "заметки", "-", "public", "3"],
        ["@kuhnya_doma", "-", "777", "members", "1"],
    ]


def test_an_empty_archive(command: CommandLine) -> None:
    assert rows(command("channels").out) == []


@pytest.mark.parametrize("named", ["@tihie_zametki", "tihie_zametki", "Тихие заметки", "77", "-10077", ":2"])
def test_one_channel_is_changed(command: CommandLine, named: str) -> None:
    command("import", command.file("b.txt", FOREIGN))
    command("import", command.file("a.txt", POSTS), "--channel", "77")
    ran = command("channels", "--visibility", "members", "--", named)
    assert [row[-2] for row in rows(ran.out)] == ["members"]
    assert [row[-2] for row in rows(command("channels").out)] == ["public", "members"]


def test_an_id_with_its_minus_needs_no_dashes_before_it(command: CommandLine) -> None:
    command("import", command.file("a.txt", POSTS), "--channel", "-10077")
    assert len(rows(command("channels", "-10077").out)) == 1
    assert [row[-2] for row in rows(command("channels", "-10077", "--visibility", "members").out)] == ["members"]
    ran = command("channels", "--nonsense")
    assert (ran.status, ran.err) == (2, "There is no such channel in the archive.\n")


def two_of_one_title(command: CommandLine) -> None:
    command("import", command.file("a.txt", without_handle(POSTS)), "--channel", "Заметки")
    command("import", command.file("b.txt", without_handle(FOREIGN)), "--channel", "@second")
    command.ask("UPDATE channels SET title = 'Заметки' WHERE username = 'second'")


def test_a_title_that_two_channels_have_is_told_to_be_ambiguous(command: CommandLine) -> None:
    two_of_one_title(command)
    said = "More than one channel is called “Заметки”. Name one of them by: :1, @second\n"
    path = command.folder / "a.txt"
    for ran in (
        command("channels", "Заметки"),
        command("export", "--channel", "Заметки"),
        command("search", "кэш", "--channel", "Заметки"),
        command("import", path, "--channel", "Заметки"),
    ):
        assert (ran.status, ran.out, ran.err) == (2, "", said)
    assert [row[0] for row in rows(command("channels", ":1").out)] == [":1"]
    assert command("import", path, "--channel", "@second", "--json").json["new"] == 3


def test_an_import_takes_the_number_of_a_channel_here(command: CommandLine) -> None:
    path = command.file("a.txt", without_handle(POSTS))
    command("import", path, "--channel", "Заметки")
    command("import", command.file("b.txt", without_handle(FOREIGN)), "--channel", "-10077")
    for number, channel in ((":1", "Заметки"), (":2", "77")):
        ran = command("import", command.file("c.txt", without_handle([CACHE])), "--channel", number, "--json")
        assert (ran.status, ran.json["files"][0]["channel"]) == (0, channel)
    ran = command("import", path, "--channel", ":9")
    assert (ran.status, ran.err) == (2, "There is no such channel in the archive.\n")


def test_two_channels_become_one(command: CommandLine) -> None:
    two_of_one_title(command)
    command("import", command.folder / "a.txt", "--channel", "@second")
    ran = command("channels", "--join", ":1", "@second")
    assert (ran.status, ran.err) == (
        0,
        "Заметки is a part of @second now: 0 posts moved, 3 posts joined with the same in @second.\n",
    )
    assert [(row[0], row[-1]) for row in rows(ran.out)] == [("@second", "4")]
    assert [row[0] for row in rows(command("channels").out)] == ["@second"]
    command("import", command.file("c.txt", without_handle([CACHE])), "--channel", "-10077")
    assert command("channels", "--join", "-10077", "@second").err.startswith("77 is a part of @second now: ")


def test_what_cannot_be_joined(command: CommandLine) -> None:
    command("import", command.file("a.txt", POSTS), "--channel", "77")
    command("import", command.file("b.txt", FOREIGN), "--channel", "78")
    for arguments, said in (
        (("--join", "77", "78"), "Telegram says that these are two channels: their ids differ.\n"),
        (("--join", "77", "-10077"), "That is one channel already.\n"),
        (("--join", "77", "nobody"), "There is no such channel in the archive.\n"),
        (("--join", "77", "78", "77"), "Name both channels behind --join, and no other.\n"),
    ):
        ran = command("channels", *arguments)
        assert (ran.status, ran.out, ran.err) == (2, "", said)
    assert command("channels", "--join", "77").status == 2


def test_wrong_usage(command: CommandLine) -> None:
    ran = command("channels", "--visibility", "members")
    assert (ran.status, ran.err) == (2, "Which channel? Name it before --visibility.\n")
    assert command("channels", "@nobody").err == "There is no such channel in the archive.\n"
    assert command("channels", "@nobody", "--visibility", "x").status == 2


@pytest.mark.parametrize("title", ["[/red]", "[bold]жирно[/bold]", ":fire:", "don't; $(rm)"])
def test_a_title_is_foreign_text(command: CommandLine, title: str) -> None:
    dump = command.file("a.txt", without_handle(POSTS))
    hint = command("import", dump, "--channel", title).out.splitlines()[-2:]
    assert hint[0] == f"{title} is shown to everybody. To change that:"
    assert title in command("channels").out
    assert command("channels", title).status == 0


@pytest.mark.parametrize("title", ["2024", "-1", "@заметки", "-x", "--help", "don't"])
def test_what_an_import_says_to_type_works_whatever_the_title(command: CommandLine, title: str) -> None:
    hint = command("import", command.file(f"{title}.txt", without_handle(POSTS))).out.splitlines()[-1]
    ran = command(*shlex.split(hint)[1:])
    assert (ran.status, [row[-2] for row in rows(ran.out)]) == (0, ["members"])
    assert len(command("export", f"--channel={title}").lines) == 3


def test_a_number_longer_than_any_id_is_no_channel(command: CommandLine) -> None:
    ran = command("channels", "9" * 5000)
    assert (ran.status, ran.err) == (2, "There is no such channel in the archive.\n")


def test_a_long_name_is_never_broken_up(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    command("import", command.file("a.txt", without_handle(POSTS)), "--channel", "@" + "n" * 32)
    assert "@" + "n" * 32 in command("channels").out
