from __future__ import annotations

from pathlib import Path

from tests.bot.cli.invented import FOREIGN, POSTS, QUEUE
from tests.bot.cli.running import CommandLine

KEYS = (
    "channel post_id message_ids published_at edited_at title text entities reactions reactions_exact views media poll "
    "forwarded_from reply_to signature pinned deleted visibility fingerprint url source"
).split()


def test_a_post_is_one_line_with_just_these_keys(command: CommandLine) -> None:
    command("import", command.file("a.txt", POSTS), command.file("b.txt", FOREIGN))
    ran = command("export")
    assert (ran.status, ran.err) == (0, "")
    assert all(list(post) == KEYS for post in ran.lines)
    cache, queue, *_, pie = ran.lines
    assert cache["entities"] == [{"type": "code", "offset": 66, "length": 14}]
    assert queue["channel"] == {"telegram_id": None, "username": "tihie_zametki", "title": "Тихие заметки"}
    assert (queue["title"], queue["text"]) == (QUEUE.lines[0].text, QUEUE.text)
    assert (queue["reactions"], queue["reactions_exact"]) == ({"👍": 5}, True)
    assert (queue["visibility"], queue["source"], queue["deleted"]) == ("public", "text-dump", False)
    assert len(queue["fingerprint"]) == 34
    assert pie["channel"]["username"] == "kuhnya_doma"


def test_one_channel_alone(command: CommandLine) -> None:
    command("import", command.file("a.txt", POSTS), command.file("b.txt", FOREIGN))
    assert [post["title"] for post in command("export", "--channel", "@kuhnya_doma").lines] == ["Пирог с яблоками"]
    assert command("export", "--channel", "@nobody").status == 2


def test_an_empty_archive(command: CommandLine) -> None:
    ran = command("export")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_a_real_channel(command: CommandLine, shared_data: Path) -> None:
    command("import", shared_data / "knowledge_accumulator.txt")
    posts = command("export").lines
    assert len(posts) == 20
    assert all(post["text"] and post["reactions"] for post in posts)
    assert len({post["fingerprint"] for post in posts}) == 20
