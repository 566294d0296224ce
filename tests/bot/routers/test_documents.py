"""Files that operators send to be imported: by a process of its own, and told of in the operator's language."""

from __future__ import annotations

import asyncio
import io
from typing import Any
from zipfile import ZipFile

import pytest

from bot.i18n import words_of
from bot.services.document_import import MOST_WAITING
from tests.bot.cli.invented import CACHE, NEWER, POSTS, QUEUE, without_handle
from tests.bot.documents import reporting, script, told
from tests.bot.letopis import Letopis
from tests.core.formats.dump_writer import dump
from tests.telegram import Document
from tests.telegram.files import send_file

DUMP = dump(*POSTS).encode()


async def test_a_file_is_imported_and_its_posts_are_found(empty: Letopis) -> None:
    begun, done = await send_file(empty.operator, "заметки.txt", DUMP)
    assert (begun.kind, begun.text) == ("message", "Загружаю заметки.txt …")
    assert (done.kind, done.message_id) == ("edit", begun.message_id)
    assert done.rendered == (
        "*Тихие заметки*: 3 поста.\nНовых: 3, изменённых: 0, уже известных: 0.\nНаходить их могут все."
    )
    assert "Очередь вместо базы" in (await empty.user().send("очереди")).only.text
    assert [path.name for path in empty.path.parent.iterdir() if "document" in path.name] == []


async def test_in_english_zipped_into_the_channel_that_the_caption_names(empty: Letopis) -> None:
    olga = empty.telegram.user("Olga", language_code="en")
    empty.operator_ids = (olga.id,)
    await empty.restart()
    zipped = io.BytesIO()
    with ZipFile(zipped, "w") as archive:
        archive.writestr("dumps/a.txt", dump(*without_handle([CACHE, QUEUE])))
        archive.writestr("dumps/b.jpg", "x")
    begun, done = await send_file(olga, "a.zip", zipped.getvalue(), "@tihie_zametki")
    assert begun.text == "Importing a.zip …"
    assert done.rendered == "*tihie_zametki*: 2 posts.\nNew: 2, changed: 0, known already: 0.\nEverybody can find them."
    caption = "--channel @tihie_zametki --visibility members"
    done = (await send_file(olga, "b.txt", dump(*without_handle([CACHE, NEWER])).encode(), caption))[1]
    assert done.rendered.endswith("New: 1, changed: 0, known already: 1.\nOnly the channel's members find them.")


async def test_files_of_no_format_and_empty_ones(empty: Letopis) -> None:
    photo = b"\xff\xd8\xff\xe0" + bytes(100)
    assert (await send_file(empty.operator, "photo.jpg", photo))[1].text == "photo.jpg: Формат не распознан."
    assert (await send_file(empty.operator, None, b" "))[1].text == "document: Файл пуст."


async def test_a_file_that_is_cut_off(empty: Letopis) -> None:
    done = (await send_file(empty.operator, "a.txt", DUMP[:-150]))[1]
    assert done.text.splitlines()[0] == "Тихие заметки: 3 поста."
    assert done.text.splitlines()[-1].startswith("a.txt: line 22: the file ends inside a post")


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_from_anybody_else_a_file_is_just_no_words(letopis: Letopis, language: str) -> None:
    reader = letopis.user("Кто-то", language)
    words = words_of(language)
    assert (await send_file(reader, "a.txt", DUMP, "--channel")).only.text == words.plain("fallback.media")
    group = letopis.group(reader, admin=letopis.operator)
    assert (await letopis.operator.send_document(chat=group)).silent


async def test_what_is_no_file_to_import(letopis: Letopis) -> None:
    forwarded = {"type": "channel", "chat": {"id": -1001, "type": "channel"}, "message_id": 1, "date": 0}
    words = words_of("ru").plain("fallback.media")
    answers = await send_file(letopis.operator, "a.txt", DUMP, forward_origin=forwarded)
    assert all("Загружаю" not in card.text for card in answers)
    animation = {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1, "duration": 1}
    assert (await send_file(letopis.operator, "a.gif", b"GIF", animation=animation)).only.text == words


async def test_a_file_that_telegram_does_not_give_to_bots(empty: Letopis) -> None:
    words = (
        "big file.json слишком большой: Telegram отдаёт ботам файлы не больше 20 МБ."
        " Сожмите его в zip или загрузите там, где я работаю:\n`letopis import 'big file.json'`"
    )
    document = {"file_id": "big", "file_unique_id": "big", "file_name": "big file.json"}
    sized = {**document, "file_size": (20 << 20) + 1}
    assert (await send_file(empty.operator, "x", b"", document=sized)).only.rendered == words
    empty.telegram.world.files["big"] = Document("big file.json", bytes((20 << 20) + 1))
    assert (await send_file(empty.operator, "x", b"", document=document))[1].rendered == words
    [violation] = empty.telegram.world.take_violations()
    assert violation.description == "Bad Request: file is too big"


@pytest.mark.parametrize("fault", ["lost", "refused", "gone"])
async def test_a_file_that_cannot_be_fetched(empty: Letopis, fault: str) -> None:
    faults = empty.telegram.world.faults
    fields: dict[str, Any] = {}
    if fault == "lost":
        faults.drop_next("getFile")
    if fault == "refused":
        faults.fail_next("getFile", 502)
    if fault == "gone":
        fields["document"] = {"file_id": "gone", "file_unique_id": "gone", "file_name": "a.txt"}
    done = (await send_file(empty.operator, "a.txt", DUMP, **fields))[1]
    assert done.text == "Не удалось получить a.txt у Telegram. Пришлите файл ещё раз."
    empty.telegram.world.take_violations()
    assert not list(empty.path.parent.glob(".letopis-document-*"))


async def test_a_disk_without_room(empty: Letopis, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fetch(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(empty.telegram.bot, "download", fetch)
    done = (await send_file(empty.operator, "a.txt", DUMP))[1]
    assert done.text == "Не удалось записать a.txt на диск: возможно, нет места."
    assert [trouble["error"] for trouble in empty.take_troubles()] == ["No space left on device"]


@pytest.mark.parametrize("caption", ["--channel", "--wrong x", "--visibility nobody", '--chat "x', "--channel="])
async def test_words_under_a_file_that_say_something_wrong(empty: Letopis, caption: str) -> None:
    assert (await send_file(empty.operator, "a.txt", DUMP, caption)).text == words_of("ru").plain("document.usage")


async def test_the_report_of_many_files(empty: Letopis) -> None:
    pages = [{"path": f"/x/messages{number}.html", "posts": 2, "new": 1, "unchanged": 1} for number in range(3)]
    others = [{"title": f"Канал {number}", "posts": 1, "new": 1, "visibility": "members"} for number in range(9)]
    bad = [{"path": f"/x/{number}.txt", "error": "line 1: bad"} for number in range(10)]
    noted = {"title": "Без постов", "notes": ["a note"], "skipped": [{}, {}], "skipped_more": 3, "posts": 4}
    lines = (await told(empty, *pages, noted, *others, *bad)).splitlines()
    assert lines[:3] == [
        "*Тихие заметки*: 6 постов.",
        "Новых: 3, изменённых: 0, уже известных: 3.",
        "Находить их могут все.",
    ]
    assert lines[3:6] == [
        "*Без постов*: 4 поста.",
        "5 фрагментов не удалось прочитать, они пропущены.",
        "Находить их могут все.",
    ]
    assert lines[6:9] == [
        "*Канал 0*: 1 пост.",
        "Новых: 1, изменённых: 0, уже известных: 0.",
        "Находить их могут только участники канала.",
    ]
    assert lines[-10:] == ["… и ещё 3", *(f"{number}.txt: line 1: bad" for number in range(8)), "… и ещё 3"]


async def test_a_file_without_posts(empty: Letopis) -> None:
    assert await told(empty, {"channel": None, "title": None, "visibility": None}) == "В нём нет ни одного поста."
    several = {"channel": None, "title": None, "visibility": None, "channels": ["@a", "b"], "posts": 1, "new": 1}
    assert (await told(empty, several)).startswith("*@a, b*: 1 пост.")


async def test_one_file_at_a_time(empty: Letopis) -> None:
    gate = empty.path.parent / "gate"
    imports = script(
        empty, f"while not os.path.exists({str(gate)!r}): time.sleep(0.01)\n" + reporting({"posts": 1, "new": 1})
    )
    first = asyncio.create_task(send_file(empty.operator, "1.txt", b"x"))
    await empty.telegram.wait_for(lambda: imports.is_busy)
    second = asyncio.create_task(send_file(empty.operator, "2.txt", b"x"))
    waiting = "Сейчас загружается другой файл. 2.txt следующий: я напишу здесь."
    await empty.telegram.wait_for(lambda: empty.operator.last.text == waiting)
    more = [asyncio.create_task(send_file(empty.operator, "3.txt", b"x")) for _ in range(MOST_WAITING - 1)]
    await empty.telegram.wait_for(lambda: imports.is_full)
    full = (await send_file(empty.operator, "9.txt", b"x"))[-1].text
    assert full == "Слишком много файлов ждут очереди. Пришлите 9.txt ещё раз, когда часть из них загрузится."
    for task in more:
        task.cancel()
    gate.touch()
    await first
    assert (await second)[-1].text.startswith("Тихие заметки: 1 пост.")
    events = [event.card.text for event in empty.telegram.world.events if event.card and "2.txt" in event.card.text]
    assert events == [waiting, "Загружаю 2.txt …"]
    await asyncio.gather(*more, return_exceptions=True)


async def test_the_answer_comes_anew_where_its_card_is_gone(empty: Letopis) -> None:
    card_gone = reporting({"posts": 1, "new": 1})
    script(empty, card_gone)
    world = empty.telegram.world
    replaced = world.call

    def call(method: str, params: Any, files: Any = None) -> Any:
        if method == "editMessageText":
            empty.operator.chat.messages[int(params["message_id"])].deleted = True
        return replaced(method, params, files)

    world.call = call  # type: ignore[method-assign]
    answers = await send_file(empty.operator, "a.txt", b"x")
    assert [card.kind for card in answers] == ["message", "message"]
    assert answers[1].text.startswith("Тихие заметки: 1 пост.")
    world.take_violations()


CHATS = [{"id": 1234567890, "name": "Тихие заметки", "kind": "public_channel"}, {"id": None, "name": None, "kind": "x"}]
OFFER = "Это выгрузка всего аккаунта. Какой канал из неё взять?"


async def test_a_channel_of_a_whole_account_is_chosen_by_a_button(empty: Letopis) -> None:
    offer = reporting({"error": "choose", "chats": CHATS, "channel": None, "title": None}).rstrip()
    taken = reporting({"posts": 2, "new": 2, "notes": ["noted"]}).rstrip()
    wished = "{'--chat=1234567890', '--visibility=members'} <= set(sys.argv)"
    script(empty, f"if {wished}:\n    {taken}\nelse:\n    {offer}")
    offered = (await send_file(empty.operator, "a.zip", b"x", "--visibility members"))[1]
    assert (offered.text, offered.labels) == (OFFER, ("Тихие заметки",))
    begun, done = await empty.operator.tap("Тихие заметки")
    assert (begun.text, begun.buttons, begun.message_id) == ("Загружаю a.zip …", (), offered.message_id)
    assert done.text.splitlines()[0] == "Тихие заметки: 2 поста."
    assert "a.txt: noted" in done.text


async def test_channels_without_an_id_are_named_in_the_caption(empty: Letopis) -> None:
    words = await told(empty, {"error": "choose", "chats": CHATS[1:], "channel": None, "title": None})
    assert words == 'Это выгрузка всего аккаунта. Пришлите её ещё раз с подписью `--chat "Название"`.'


async def test_a_button_whose_file_is_gone_or_that_is_anothers(empty: Letopis) -> None:
    script(empty, reporting({"error": "choose", "chats": CHATS, "channel": None, "title": None}))
    offered = (await send_file(empty.operator, "a.zip", b"x"))[1]
    stranger = empty.user()
    his = (await stranger.send("/help")).only
    gone = (await stranger.tap_data("c:1234567890", his)).notification
    assert gone is not None
    assert gone.text == words_of("ru").plain("error.card_gone")
    for message in empty.operator.chat.messages.values():
        message.deleted = message.sender_id == empty.operator.id
    tapped = await empty.operator.tap(0, offered)
    assert tapped.notification is not None
    assert tapped.notification.text == "Этого файла больше нет. Пришлите его ещё раз."
