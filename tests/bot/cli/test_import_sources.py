"""Files of every format by the same command: in folders and zips, of one chat or of a whole account."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.bot.cli.invented import POSTS
from tests.bot.cli.running import CommandLine
from tests.core.formats.dump_writer import dump


def message(number: int, text: str) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": f"2025-01-{number:02}T12:00:00",
        "date_unixtime": str(1735700000 + number * 86400),
        "from": "Тихие заметки",
        "from_id": "channel1234567890",
        "text": text,
        "text_entities": [{"type": "plain", "text": text}],
    }


def chat(number: int, name: str, kind: str, *texts: str) -> dict[str, Any]:
    messages = [message(place, text) for place, text in enumerate(texts, 1)]
    return {"name": name, "type": kind, "id": number, "messages": messages}


NOTES = chat(1234567890, "Тихие заметки", "public_channel", "Первая заметка", "Вторая заметка")
CLOSED = chat(1234567891, "Для своих", "private_channel", "Тайная заметка")
LETTERS = chat(777000, "Telegram", "personal_chat", "Login code: 12345")


def account(*chats: dict[str, Any]) -> str:
    return json.dumps(
        {"about": "Here is the data", "chats": {"about": "", "list": list(chats)}}, ensure_ascii=False, indent=1
    )


def page(first: int, count: int) -> str:
    messages = "".join(
        f'<div class="message default clearfix" id="message{number}"><div class="body">'
        f'<div class="pull_right date details" title="03.01.2025 10:00:{number:02} UTC+03:00">10:00</div>'
        f'<div class="from_name">Тихие заметки</div><div class="text">Заметка {number}</div></div></div>'
        for number in range(first, first + count)
    )
    head = '<div class="page_header"><div class="content"><div class="text bold">Тихие заметки </div></div></div>'
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"/><title>Exported Data</title></head>'
        f'<body><div class="page_wrap">{head}<div class="page_body chat_page"><div class="history">{messages}</div>'
        "</div></div></body></html>"
    )


def pack(path: Path, **content: str) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def test_an_export_in_a_folder_and_the_same_in_a_zip(command: CommandLine) -> None:
    text = json.dumps(NOTES, ensure_ascii=False, indent=1)
    command.file("ChatExport_2025-01-03/result.json", text)
    command.file("ChatExport_2025-01-03/photos/photo.jpg", b"\xff\xd8")
    ran = command("import", command.folder / "ChatExport_2025-01-03", "--json")
    assert (ran.status, ran.json["new"]) == (0, 2)
    assert (ran.json["files"][0]["format"], ran.json["files"][0]["visibility"]) == ("desktop-json", "public")
    ran = command("import", pack(command.folder / "a.zip", **{"ChatExport/result.json": text}), "--json")
    assert (ran.status, ran.json["unchanged"]) == (0, 2)
    assert ran.json["files"][0]["path"] == f"{command.folder}/a.zip/ChatExport/result.json"


def test_the_pages_of_an_html_export_are_one_source(command: CommandLine) -> None:
    for number, first in enumerate(range(1, 50, 5), 1):
        command.file(f"ChatExport/messages{number if number > 1 else ''}.html", page(first, 5))
    command.file("ChatExport/css/style.css", "body {}")
    ran = command("import", command.folder / "ChatExport", "--json")
    assert (ran.status, ran.json["new"]) == (0, 50)
    names = [Path(file["path"]).name for file in ran.json["files"]]
    assert names == ["messages.html", *(f"messages{number}.html" for number in range(2, 11))]
    assert {(file["posts"], file["visibility"], file["title"]) for file in ran.json["files"]} == {
        (5, "members", "Тихие заметки")
    }
    people = command("import", command.folder / "ChatExport", "--dry-run").out
    assert "messages.html ... messages10.html (10 files)" in people


def test_a_whole_account_offers_its_channels_and_nothing_else(command: CommandLine) -> None:
    path = command.file("result.json", account(LETTERS, NOTES, CLOSED))
    ran = command("import", path, "--json")
    assert ran.status == 1
    assert (ran.json["posts"], ran.json["files"][0]["error"]) == (0, ran.err.strip().partition(": ")[2])
    assert ran.json["files"][0]["chats"] == [
        {"id": 1234567890, "name": "Тихие заметки", "kind": "public_channel"},
        {"id": 1234567891, "name": "Для своих", "kind": "private_channel"},
    ]
    assert ran.err == f"{path}: this is the export of a whole account: choose one of its channels with --chat\n"
    ran = command("import", path)
    assert ran.status == 1
    assert f"  letopis import --chat 1234567890 {path}" in ran.out.splitlines()
    assert "Telegram" not in ran.out + ran.err
    assert command.ask("SELECT count(*) FROM channels") == [(0,)]


@pytest.mark.parametrize("named", ["1234567891", "-1001234567891", "Для своих"])
def test_a_channel_is_taken_out_of_a_whole_account(command: CommandLine, named: str) -> None:
    path = command.file("result.json", account(LETTERS, NOTES, CLOSED))
    ran = command("import", path, "--chat", named)
    assert ran.status == 0
    assert "Для своих is shown to its members alone. To change that:" in ran.out
    assert [post["text"] for post in command("export").lines] == ["Тайная заметка"]
    zipped = pack(command.folder / "a.zip", **{"DataExport/result.json": account(LETTERS, NOTES, CLOSED)})
    assert command("import", zipped, "--chat", named, "--json").json["unchanged"] == 1


def test_a_file_of_another_channel_than_the_operator_names(command: CommandLine) -> None:
    notes = command.file("a.json", json.dumps(NOTES))
    closed = command.file("b.json", json.dumps(CLOSED))
    dumped = command.file("c.txt", dump(*POSTS))
    ran = command("import", notes, closed, dumped, "--channel", "1234567890", "--json")
    assert ran.status == 2
    said = "this is another channel's file than the one that --channel names: Telegram's id in it is 1234567891"
    assert ran.err == f"{closed}: {said}\n"
    assert [file["new"] for file in ran.json["files"]] == [2, 0, 3]


def test_the_operators_time_zone_is_that_of_times_without_one(command: CommandLine) -> None:
    command.set(DEFAULT_TIMEZONE="Asia/Vladivostok")
    old = {**NOTES, "messages": [{key: value for key, value in NOTES["messages"][0].items() if key != "date_unixtime"}]}
    command("import", command.file("a.json", json.dumps(old)))
    assert [post["published_at"] for post in command("export").lines] == ["2025-01-01T02:00:00+00:00"]


def test_a_damaged_zip_keeps_what_came_before(command: CommandLine) -> None:
    posts = [message(number, f"Заметка {number} " + "о разном " * (number % 50)) for number in range(1, 29)]
    text = json.dumps({**NOTES, "messages": posts * 40}, ensure_ascii=False)
    data = bytearray(pack(command.folder / "a.zip", **{"result.json": text}).read_bytes())
    data[-400:-300] = b"\xff" * 100
    ran = command("import", command.file("a.zip", bytes(data)), "--json")
    assert ran.status == 1
    assert "the zip is damaged" in ran.err
    assert ran.json["posts"] > 0
