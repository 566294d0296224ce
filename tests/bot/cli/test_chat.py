from __future__ import annotations

import pytest

from tests.bot.cli.invented import FOREIGN, POSTS
from tests.bot.cli.running import CommandLine

TALKS = [("chat", "--sample"), ("chat",), ("up",)]


@pytest.mark.parametrize("command_line", TALKS)
def test_without_token_and_archive_it_is_the_sample_channel(
    command: CommandLine, command_line: tuple[str, ...]
) -> None:
    ran = command(*command_line, stdin="/last 1\n")
    assert ran.status == 0
    assert "[1]" in ran.out
    assert not command.database.exists()


@pytest.mark.parametrize("command_line", TALKS)
def test_no_input_is_no_failure(command: CommandLine, command_line: tuple[str, ...]) -> None:
    ran = command(*command_line)
    assert (ran.status, ran.out) == (0, "")


def test_what_it_says_of_itself(command: CommandLine) -> None:
    assert command("chat", "--sample").err == ""
    assert command("chat").err == "There are no posts in data/letopis.db yet: this is the bundled sample channel.\n"
    assert command("up").err.startswith("No BOT_TOKEN in .env: this is the bot in your terminal")


@pytest.mark.parametrize("name", ["chat", "up"])
def test_over_a_dump(command: CommandLine, name: str) -> None:
    dump = command.file("a.txt", POSTS)
    ran = command(name, "--dump", dump, stdin="очередь\n#1\n")
    assert (ran.status, ran.err) == (0, "")
    assert "быстро поняли, зачем нужны индексы" in ran.out
    assert not command.database.exists()


@pytest.mark.parametrize("name", ["chat", "up"])
def test_over_a_dump_that_is_not_there(command: CommandLine, name: str) -> None:
    ran = command(name, "--dump", command.folder / "none")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"{command.folder / 'none'}: cannot be read: No such file or directory\n"


def test_over_a_dump_without_a_post(command: CommandLine) -> None:
    dump = command.file("a.txt", "Тихие заметки pinned «Кэш, который врёт»\n")
    ran = command("chat", "--dump", dump)
    assert ran.status == 1
    assert ran.err.startswith(f"{dump}: ")


def test_the_sample_or_a_dump(command: CommandLine) -> None:
    ran = command("chat", "--sample", "--dump", command.file("a.txt", POSTS), stdin="/last\n")
    assert (ran.status, ran.out, ran.err) == (2, "", "Give either --sample or --dump.\n")


def test_over_a_cut_dump_it_says_so_and_goes_on(command: CommandLine) -> None:
    whole = command.file("a.txt", POSTS).read_bytes()
    ran = command("chat", "--dump", command.file("a.txt", whole[:-1]), stdin="очередь\n")
    assert ran.status == 0
    assert "the file ends inside a line of reactions" in ran.err
    assert "Очередь вместо базы" in ran.out


def test_over_the_archive_as_operator_and_as_guest(command: CommandLine) -> None:
    command("import", command.file("a.txt", POSTS))
    command("import", command.file("b.txt", FOREIGN), "--visibility", "members")
    assert "Пирог" in command("chat", stdin="яблоки\n").out
    assert "Пирог" not in command("chat", "--as-guest", stdin="яблоки\n").out
    assert "Очередь" in command("chat", "--as-guest", stdin="очередь\n").out


def test_an_archive_without_posts_is_replaced_by_the_sample(command: CommandLine) -> None:
    command("channels")
    assert command.database.exists()
    ran = command("chat", stdin="/last 1\n")
    assert ran.err.startswith("There are no posts in data/letopis.db yet")
    assert "[1]" in ran.out


def test_the_language(command: CommandLine) -> None:
    english = command("chat", "--sample", "--lang", "en", stdin="/help\n").out
    russian = command("chat", "--sample", "--lang", "ru", stdin="/help\n").out
    assert "/random: a random post" in english
    assert "/random: a random post" not in russian
    assert command("chat", "--sample", stdin="/help\n").out == russian
    command.set(DEFAULT_LANGUAGE="en")
    assert command("chat", "--sample", stdin="/help\n").out == english


def test_a_language_that_nobody_speaks_here_is_the_default_one_for_everything(command: CommandLine) -> None:
    assert "(Кнопки #9 нет.)" in command("chat", "--sample", "--lang", "de", stdin="#9\n").out
    command.set(DEFAULT_LANGUAGE="en")
    assert "(There is no button #9.)" in command("chat", "--sample", "--lang", "de", stdin="#9\n").out


def test_a_database_that_is_none(command: CommandLine) -> None:
    command.file("data/letopis.db", b"no database " * 100)
    ran = command("chat")
    assert (ran.status, ran.err) == (1, "data/letopis.db cannot be used as the database: file is not a database\n")


def test_it_writes_no_log_lines_between_the_answers(command: CommandLine) -> None:
    command("import", command.file("a.txt", POSTS))
    command.ask("UPDATE search_state SET normaliser = 'an older one'")
    ran = command("chat", stdin="очередь\n")
    assert (ran.status, ran.err) == (0, "")
    assert "Очередь вместо базы" in ran.out


def test_up_with_a_token_is_the_bot(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr("bot.cli.up.run", lambda: ran.append("run"))
    command.set(BOT_TOKEN="42:in-a-test")
    assert command("up").status == 0
    assert ran == ["run"]
