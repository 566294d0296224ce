from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.cli.sync import username_of
from bot.services.preview_walk import PreviewWalk
from bot.sources import preview_pages
from bot.sources.preview_pages import Manners
from core.errors import WrongUsage
from tests.bot.cli.running import CommandLine
from tests.preview_server import PreviewChannel, PreviewServer, Trouble, message, serving_aside

NAME = "tihie_zametki"


@pytest.fixture
def server(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[PreviewServer]:
    monkeypatch.setattr(preview_pages, "Manners", partial(Manners, pause_s=0, first_wait_s=0.01, tries=2))
    channel = PreviewChannel(NAME)
    channel.post(*(message(number) for number in range(1, 51)))
    with serving_aside(channel) as served:
        command.set(PREVIEW_URL=served.url)
        yield served


def test_a_channel_and_its_report(command: CommandLine, server: PreviewServer) -> None:
    ran = command("sync", f"@{NAME}", "--json")
    assert (ran.status, ran.err) == (0, "")
    report = ran.json
    assert list(report) == [
        *("files", "posts", "new", "updated", "unchanged"),
        *("pages", "deleted", "deletions_to_confirm", "complete"),
    ]
    (file,) = report["files"]
    assert (file["path"], file["format"], file["channel"]) == (f"{server.url}/s/{NAME}", "preview", NAME)
    assert (report["posts"], report["new"], report["pages"], report["complete"]) == (50, 50, 3, True)
    assert (file["visibility"], file["skipped"], report["deleted"]) == ("public", [], 0)
    assert server.befores == [None, 31, 11]
    assert server.most_at_once == 1
    before = command.tables()
    again = command("sync", f"@{NAME}", "--json").json
    assert (again["new"], again["updated"], again["unchanged"], again["pages"]) == (0, 0, 40, 2)
    after = command.tables()
    assert all(before[name] == after[name] for name in before if not name.startswith("preview_"))
    assert command("search", "заметка", "--json").json["total"] == 50


def test_the_report_for_people(command: CommandLine, server: PreviewServer) -> None:
    ran = command("sync", f"https://t.me/s/{NAME}")
    assert (ran.status, ran.err) == (0, "")
    assert "50" in ran.out
    assert NAME in ran.out
    assert "everybody" in ran.out


def test_a_terminal_gets_a_bar_and_a_pipe_none(command: CommandLine, server: PreviewServer) -> None:
    ran = command("sync", NAME, tty=True)
    assert ran.status == 0
    assert "posts 50, pages 3, back to 2026-01-02" in ran.err
    server.channels[NAME].messages.clear()
    server.channels["empty_one"] = PreviewChannel("empty_one", telegram_id=None)
    ran = command("sync", "empty_one", tty=True)
    assert ran.status == 0
    assert "back to -" in ran.err


def test_since(command: CommandLine, server: PreviewServer) -> None:
    command.set(DEFAULT_TIMEZONE="Europe/Moscow")
    ran = command("sync", NAME, "--since", "2026-02-10", "--json")
    assert (ran.json["posts"], ran.json["complete"]) == (11, True)
    ran = command("sync", NAME, "--since", "yesterday")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "yesterday is no date, such as 2024-12-31.\n"


@pytest.mark.parametrize("name", ["no_such_one", "private_one"])
def test_a_channel_without_a_preview(command: CommandLine, server: PreviewServer, name: str) -> None:
    ran = command("sync", name, "--json")
    assert ran.status == 1
    assert ran.err == (
        f"@{name} has no web preview: there is no such channel, it is private, or its preview is switched off.\n"
    )
    assert ran.json["files"][0]["error"] in ran.err
    assert (ran.json["pages"], ran.json["complete"]) == (0, False)
    assert command("sync", name).out == ""


def test_an_empty_channel(command: CommandLine, server: PreviewServer) -> None:
    server.channels[NAME].messages.clear()
    ran = command("sync", NAME)
    assert (ran.status, ran.out, ran.err) == (0, f"@{NAME}: no posts found.\n", "")


def test_trouble_on_the_way_and_the_next_time(command: CommandLine, server: PreviewServer) -> None:
    server.troubles.extend([None, *[Trouble(status=503)] * 2])
    ran = command("sync", NAME, "--json")
    assert ran.status == 1
    assert f"{server.url}/s/{NAME}?before=31 could not be read: the server answers 503.\n" in ran.err
    assert f"1 page read and stored; letopis sync @{NAME} goes on from there.\n" in ran.err
    assert (ran.json["new"], ran.json["complete"]) == (20, False)
    ran = command("check")
    assert ran.status == 1
    assert "warning preview of @tihie_zametki: never read to its end; then: " in ran.err
    assert f"letopis sync @{NAME} tries again" in ran.err
    ran = command("sync", NAME, "--json")
    assert (ran.status, ran.json["new"], ran.json["complete"]) == (0, 30, True)
    ran = command("check")
    assert (ran.status, ran.err) == (0, "")
    assert "ok      preview of @tihie_zametki: last read 20" in ran.out


def test_a_sync_that_is_stopped_says_how_to_go_on(
    command: CommandLine, server: PreviewServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopped(_: PreviewWalk) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(PreviewWalk, "go", stopped)
    ran = command("sync", NAME)
    assert ran.status == 130
    assert f"Stopped. What was read is stored; letopis sync @{NAME} goes on from there.\n" in ran.err


def test_deletions(command: CommandLine, server: PreviewServer) -> None:
    def hours_pass() -> None:
        command.ask("UPDATE preview_sightings SET missed_at = missed_at - 4000")

    command("sync", NAME)
    messages = server.channels[NAME].messages
    del messages[40], messages[41]
    assert command("sync", NAME, "--json").json["deleted"] == 0
    hours_pass()
    ran = command("sync", NAME)
    assert ran.status == 0
    assert "2 posts marked as deleted: the preview shows them no more.\n" in ran.out
    for number in range(42, 48):
        del messages[number]
    command("sync", NAME)
    hours_pass()
    ran = command("sync", NAME, "--json")
    assert (ran.status, ran.json["deleted"], ran.json["deletions_to_confirm"]) == (1, 0, 6)
    assert f"  letopis sync --confirm-deletions @{NAME}\n" in ran.err
    ran = command("check")
    assert (ran.status, "6 posts seem to be deleted" in ran.err) == (1, True)
    ran = command("sync", f"@{NAME}", "--confirm-deletions", "--json")
    assert (ran.status, ran.json["deleted"]) == (0, 6)
    assert command("check").status == 0


def test_old_posts_again(command: CommandLine, server: PreviewServer) -> None:
    command("sync", NAME)
    server.channels[NAME].post(message(1, "Переписано набело."))
    assert command("sync", NAME, "--json").json["updated"] == 0
    assert command("sync", NAME, "--again", "--json").json["updated"] == 1


def test_check_of_a_walk_that_waits_and_of_a_channel_without_a_name(
    command: CommandLine, server: PreviewServer
) -> None:
    command("sync", NAME)
    command.ask("UPDATE preview_state SET complete = 0")
    assert "older posts are still to be read" in command("check").err
    command.ask("UPDATE channels SET username = NULL")
    assert "preview of 1006503122: last read" in command("check").err


@pytest.mark.parametrize(
    "given",
    [
        "tihie_zametki",
        "@tihie_zametki",
        " @tihie_zametki ",
        "t.me/tihie_zametki",
        "https://t.me/tihie_zametki",
        "http://t.me/s/tihie_zametki",
        "https://t.me/tihie_zametki/529?single",
        "https://t.me/s/tihie_zametki?before=20",
        "https://telegram.me/tihie_zametki/",
        "https://T.ME/tihie_zametki",
    ],
)
def test_ways_to_name_a_channel(given: str) -> None:
    assert username_of(given) == NAME


@pytest.mark.parametrize(
    "given",
    [
        "",
        "@",
        "Тихие заметки",
        "t.me",
        "https://t.me",
        "https://t.me/",
        "https://t.me/s/",
        "https://t.me/c/1006503122/5",
        "https://t.me/+AbCdEf123",
        "https://t.me/joinchat/AbCdEf123",
        "https://example.org/tihie_zametki",
        "123",
        "-1001006503122",
        "abc",
        "a" * 33,
        "https://[t.me/x",
    ],
)
def test_what_names_no_public_channel(given: str) -> None:
    with pytest.raises(WrongUsage):
        username_of(given)


def test_a_wrong_name_is_wrong_usage(command: CommandLine) -> None:
    ran = command("sync", "https://t.me/+AbCdEf123")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("https://t.me/+AbCdEf123 is no public channel's name")
    assert not Path("data").exists()
