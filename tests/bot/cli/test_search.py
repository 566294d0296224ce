from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.bot.cli.invented import FOREIGN, POSTS
from tests.bot.cli.running import CommandLine
from tests.core.formats.dump_writer import Written, line

KEYS = ["query", "understood", "total", "took_ms", "hits"]
HIT_KEYS = ["post_id", "channel", "message_id", "title", "snippet", "score", "published_at", "url"]


@pytest.fixture
def archive(command: CommandLine) -> CommandLine:
    command("import", command.file("a.txt", POSTS), command.file("b.txt", FOREIGN))
    return command


def test_a_json_answer_has_just_these_keys(archive: CommandLine) -> None:
    ran = archive("search", "очереди и индексы", "--json")
    assert (ran.status, ran.err) == (0, "")
    [answer] = ran.lines
    assert list(answer) == KEYS
    assert (answer["query"], answer["understood"], answer["total"]) == ("очереди и индексы", None, 1)
    assert answer["took_ms"] >= 0
    [hit] = answer["hits"]
    assert list(hit) == HIT_KEYS
    assert (hit["post_id"], hit["channel"], hit["title"]) == (2, "tihie_zametki", "Очередь вместо базы")
    assert hit["message_id"] is hit["published_at"] is hit["url"] is None
    assert "индексы" in hit["snippet"]
    assert hit["score"] > 0


def test_a_hit_with_all_that_can_be_known(archive: CommandLine) -> None:
    at = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    archive.ask("UPDATE posts SET published_at = ?, message_id = 71 WHERE id = 2", int(at.timestamp()))
    archive.ask("INSERT INTO post_messages (channel_id, message_id, post_id) VALUES (1, 71, 2), (1, 72, 2)")
    [hit] = archive("search", "очередь", "--json").json["hits"]
    assert (hit["message_id"], hit["published_at"]) == (71, "2024-05-06T07:08:09+00:00")
    assert hit["url"] == "https://t.me/tihie_zametki/71"
    assert archive("search", "очередь").out.splitlines()[-1].strip() == hit["url"]


def test_what_was_understood(archive: CommandLine) -> None:
    answer = archive("search", "очиредь", "--json").json
    assert answer["understood"] == "очередь"
    assert [hit["post_id"] for hit in answer["hits"]] == [2]
    assert archive("search", "очиредь").out.startswith("1 found for “очередь”\n\n1. Очередь вместо базы\n   ")


def test_limit_is_of_what_is_printed(archive: CommandLine) -> None:
    answer = archive("search", "индексы простоя кэш цены яблоки вечер", "--json", "--limit", "1").json
    assert len(answer["hits"]) == min(1, answer["total"])
    for wrong in ("0", "201", "x"):
        assert archive("search", "кэш", "--limit", wrong).status == 2


@pytest.mark.parametrize("named", ["@kuhnya_doma", "@Kuhnya_Doma", "kuhnya_doma"])
def test_one_channel_alone(archive: CommandLine, named: str) -> None:
    assert archive("search", "тесто", "--channel", named, "--json").json["total"] == 1
    assert archive("search", "очередь", "--channel", named, "--json").json["total"] == 0


@pytest.mark.parametrize("named", ["@nobody", "77", "-10077", "нет такого", "9" * 30, "@", ""])
def test_a_channel_that_is_not_there(archive: CommandLine, named: str) -> None:
    ran = archive("search", "тесто", "--channel", named)
    assert (ran.status, ran.out, ran.err) == (2, "", "There is no such channel in the archive.\n")


def test_nothing_found_is_no_failure(archive: CommandLine) -> None:
    ran = archive("search", "xyzzyplugh")
    assert (ran.status, ran.out, ran.err) == (0, "Nothing found.\n", "")
    answer = archive("search", "xyzzyplugh", "--json").json
    assert (answer["total"], answer["hits"]) == (0, [])
    assert archive("search", "").status == 0


def test_an_archive_without_posts_is_said_to_be_one(command: CommandLine) -> None:
    ran = command("search", "очередь")
    assert (ran.status, ran.out) == (0, "Nothing found.\n")
    assert ran.err.startswith("There is no post to search in ")


def test_nothing_found_names_what_is_near(archive: CommandLine) -> None:
    ran = archive("search", "подписочники")
    assert (ran.status, ran.out, ran.err) == (0, "Nothing found.\nNear to it: подписчикам\n", "")


def test_what_was_made_of_the_query_is_said(archive: CommandLine) -> None:
    out = archive("search", "очередь has:кот").out
    assert " found\nhas:кот is no filter that I know: searched for as words.\n\n1. Очередь вместо базы\n" in out
    out = archive("search", "очередь " + " ".join(f"слово{number}" for number in range(20))).out
    assert "\nThe query is long: only its first words were searched for.\n" in out
    out = archive("search", "xyzzyplugh sort:old").out
    assert out == "Nothing found.\nsort:old is no filter that I know: searched for as words.\n"


def test_the_filter_that_left_nothing_is_named(archive: CommandLine) -> None:
    assert (
        archive("search", "очередь after:2030").out == "Nothing found.\nWithout after:2030 something would be found.\n"
    )
    assert archive("search", "очередь after:2030", "--json").json["total"] == 0


def test_a_spelling_that_finds_more(archive: CommandLine) -> None:
    posts = [Written((line(f"Контейнер {number}"), line("И ещё один контейнер.")), {"👍": 1}) for number in range(12)]
    archive("import", archive.file("c.txt", [*posts, Written((line("Контейнр"), line("Так написано.")), {"👍": 1})]))
    out = archive("search", "контейнр").out
    assert out.startswith("1 found\n“контейнер” would find more.\n\n1. Контейнр\n")


def test_more_than_a_list_holds(archive: CommandLine) -> None:
    posts = [Written((line(f"Чай {number}"), line("Листовой чай.")), {"👍": 1}) for number in range(201)]
    archive("import", archive.file("c.txt", posts))
    assert archive("search", "чай", "--limit", "1").out.startswith("200+ found\n\n1. ")
    assert archive("search", "чай", "--json").json["total"] == 200


def test_the_operator_searches_channels_of_members_too(archive: CommandLine) -> None:
    archive("channels", "@kuhnya_doma", "--visibility", "members")
    assert archive("search", "тесто", "--json").json["total"] == 1


def test_every_line_of_stdin_is_answered_by_one_line(archive: CommandLine) -> None:
    queries = ["тесто", "", "   ", "'; DROP TABLE posts; --", '"', "очередь", "\u2028", "a" * 5000, "🔥", "\x0c"]
    ran = archive("search", "--stdin", stdin="\n".join(queries))
    assert (ran.status, ran.err) == (0, "")
    answers = [json.loads(line) for line in ran.out.removesuffix("\n").split("\n")]
    assert len(answers) == len(queries)
    assert all(list(answer) == KEYS for answer in answers)
    assert [answer["total"] for answer in answers[:3]] == [1, 0, 0]
    assert archive("search", "--stdin").out == ""


def test_line_ends_of_windows_and_bytes_that_are_not_utf8(archive: CommandLine) -> None:
    ran = archive("search", "--stdin", stdin="очередь\r\n".encode() + b"\xff\xfe\r\n" + "тесто".encode())
    assert [answer["total"] for answer in ran.lines] == [1, 0, 1]
    ran = archive("search", "тесто\udcff", "--json")
    assert (ran.status, ran.json["query"]) == (0, "тесто\ufffd")


@pytest.mark.parametrize("arguments", [(), ("тесто", "--stdin"), ("--json",)])
def test_either_a_query_or_stdin(command: CommandLine, arguments: tuple[str, ...]) -> None:
    ran = command("search", *arguments)
    assert (ran.status, ran.out, ran.err) == (2, "", "Give either a query or --stdin.\n")


def test_an_index_of_other_words_is_made_anew_at_once(archive: CommandLine) -> None:
    before = archive.tables()
    archive.ask("UPDATE search_state SET normaliser = 'an older one'")
    ran = archive("search", "тесто", "--json")
    assert (ran.status, ran.json["total"]) == (0, 1)
    after = archive.tables()
    assert after["search_state"][0][1] == before["search_state"][0][1]
    assert after["topics"] == before["topics"]
