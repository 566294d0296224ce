"""CSV tables of posts: how they are told, how rows and fields are read, and what is left of damaged ones."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats import csv_rows
from core.formats.csv_list import FORMAT, could_be, looks_like
from core.formats.csv_rows import RawRow, fields_of, raw_rows
from core.formats.records import ChannelSeen, Damage, IncomingPost, Skipped
from core.types import ChannelRef
from tests.core.formats.list_reading import GOLDEN, posts_of, read

NOON = datetime(2024, 1, 2, 12, tzinfo=UTC)
HEADER = "id,date,text\n"


def texts_of(table: str | bytes) -> list[str]:
    return [post.text.text for post in posts_of(FORMAT, table)]


def skipped_of(table: str | bytes) -> list[tuple[str, str]]:
    return [(record.where, record.why) for record in read(FORMAT, table) if isinstance(record, Skipped)]


@pytest.mark.parametrize(
    "head",
    [
        "id,date,text\n",
        "Message ID;Date;Message\r\n",
        "date\ttext\n1\t2",
        ",id,text\n0,1,x",
        '"id","text"\n',
        "id|text\n",
        "sep=;\r\nid;text\r\n",
        "\ufeffid,text\n",
        "\n\nid,text\n",
        "Дата;Текст;Канал\n",
        "id,thread_id,chat,author,body,reply_to,views,timestamp,unix_timestamp\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_a_table_of_posts_is_told_by_the_names_in_its_first_line(head: str, encoding: str) -> None:
    row = "".join("Слово за слово, день за днём" for _ in range(9))
    assert looks_like((head + row).encode(encoding, "ignore")[:65536])


@pytest.mark.parametrize(
    "head",
    [
        "",
        "text",
        "id,date\n1,2",
        "name,version,license\n",
        "Сообщение, которое я пишу, о тексте\n",
        '{"text": 1, "id": 2}',
        "a" * 70_000,
    ],
)
def test_other_files_are_none(head: str) -> None:
    assert not looks_like(head.encode())


def test_a_single_column_of_texts_has_to_be_named() -> None:
    assert could_be(b"text\n")
    assert not could_be(b"some text\n")
    assert not could_be(bytes(range(256)))
    assert texts_of("text\nодин, два\nтри") == ["один, два", "три"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_delimiter_encoding_and_line_end(delimiter: str, encoding: str, end: str) -> None:
    rows = [
        ["id", "date", "channel", "text"],
        ["1", "2024-01-02T12:00:00Z", "@zametki", "Слово за слово"],
        ["2", "2024-01-02 12:00", "@zametki", 'Две "строки",\nвот; так\t|'],
    ]
    table = io.StringIO()
    csv.writer(table, delimiter=delimiter, lineterminator=end).writerows(rows)
    content = table.getvalue().encode(encoding)
    assert looks_like(content)
    seen, first, second = read(FORMAT, content, timezone(timedelta(hours=3)))
    assert seen == ChannelSeen(ChannelRef(username="zametki"))
    assert isinstance(first, IncomingPost)
    assert isinstance(second, IncomingPost)
    assert (first.text.text, first.published_at, first.zone_known) == ("Слово за слово", NOON, True)
    assert (second.text.text, second.published_at, second.zone_known) == (rows[2][3], NOON - timedelta(hours=3), False)


def test_4cats_times_are_utc_and_the_second_counts_first() -> None:
    table = "id,thread_id,chat,body,timestamp,unix_timestamp\nx-1,zametki,zametki,а,2024-01-02 15:00:00,1704196800\n"
    table += "x-2,zametki,zametki,б,2024-01-02 12:00:00,\n"
    posts = posts_of(FORMAT, table, timezone(timedelta(hours=3)))
    assert [(post.published_at, post.zone_known) for post in posts] == [(NOON, True), (NOON, True)]


def test_rows_of_another_length_are_taken_where_the_text_is_there() -> None:
    table = HEADER + "1,2024-01-02\n2,2024-01-02,текст, с запятой\n3,,а\n\n4\n5,,б,\n"
    assert texts_of(table) == ["текст, с запятой", "а", "б,"]
    assert skipped_of(table) == [
        ("line 2", "2 fields instead of 3, and no text among them"),
        ("line 6", "1 fields instead of 3, and no text among them"),
    ]
    assert texts_of("text,id\nа,1,2\nб\n") == ["а", "б"]


def test_a_name_that_comes_twice_counts_once() -> None:
    assert texts_of("id,text,text\n1,а,б\n") == ["а"]


def test_bytes_that_are_no_text_cost_only_their_row() -> None:
    table = (HEADER + "1,,а\n2,,\x00\n3,,б\n").encode() + b"4,,\xd0\xff\n" + "5,,в\n".encode()
    assert texts_of(table) == ["а", "б", "в"]
    assert skipped_of(table) == [("line 3", "NUL bytes"), ("line 5", "bytes that are not UTF-8")]


def test_a_row_of_any_length_is_passed_over_without_being_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "LONGEST_ROW", 100)
    monkeypatch.setattr(csv_rows, "CHUNK", 16)
    long, lines = "x" * 101, "строка\n" * 20
    table = f'{HEADER}1,,а\n2,,{long}\n3,,"{lines}"\n4,,"{long}"\n5,,б\n6,,"{"y" * 90}"\n'
    assert texts_of(table) == ["а", "б", "y" * 90]
    assert [where for where, _ in skipped_of(table)] == ["line 3", "line 4", "line 25"]
    assert read(FORMAT, f'{HEADER}1,,"{lines}')[-1] == Damage("line 2", "the file is cut off inside this row")


def test_long_fields_need_no_limit_of_the_process() -> None:
    limit = csv.field_size_limit()
    assert texts_of(f'{HEADER}1,,"{"а" * (limit + 1)}"\n')[0] == "а" * (limit + 1)
    assert csv.field_size_limit() == limit


def test_windows_1251_is_recognised_and_the_way_out_told() -> None:
    table = "id;date;text\n" + "1;2024-01-02;Слово за слово, день за днём\n" * 5
    (damage,) = read(FORMAT, table.encode("cp1251"))
    assert isinstance(damage, Damage)
    assert "iconv -f WINDOWS-1251 -t UTF-8" in damage.why


def test_what_is_no_table_at_all() -> None:
    for content in (b"", b"x,y\n1,2", bytes(300), bytes(range(256))):
        (damage,) = read(FORMAT, content)
        assert isinstance(damage, Damage)


def test_a_cut_table_gives_exactly_the_rows_that_are_whole() -> None:
    rows = ['1,2024-01-02,"Слово, ""живое""\nи второе"', "2,2024-01-02,Третье", '3,2024-01-02,"Последнее\nслово"']
    table = HEADER + "\n".join(rows) + "\n"
    ends = [len((HEADER + "\n".join(rows[: number + 1])).encode()) for number in range(3)]
    content = table.encode()
    for end in range(len(HEADER), len(content)):
        records = read(FORMAT, content[:end])
        ids = [post.message_ids[0] for post in records if isinstance(post, IncomingPost)]
        whole = [number for number, border in enumerate(ends, 1) if end >= border]
        at_border = end in {border + extra for border in (len(HEADER), *ends) for extra in (0, 1)}
        assert at_border or len(ids) > len(whole) or isinstance(records[-1], Damage)
        # Of a row without quotation marks nobody can tell that its last field lost its end, nor where one is doubled.
        assert ids[: len(whole)] == whole
        assert len(ids) <= len(whole) + 1
        assert not any(isinstance(record, Damage) for record in records[:-1])


@given(st.lists(st.lists(st.text('аб", ;\n', max_size=8), min_size=2, max_size=4), min_size=1, max_size=6))
def test_fields_are_read_as_the_library_reads_them(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    found = list(raw_rows(io.BytesIO(written.getvalue().encode()), "utf-8", ","))
    assert [fields_of(row.text or "", ",") for row in found] == rows


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ("а,б", ["а", "б"]), ('"а,б",в', ["а,б", "в"]), ('а"б,"в"г,"', ['а"б', "вг", ""]), ("", [""]), (",", ["", ""]),
        ('"а""б"', ['а"б']), ('"а', ["а"]), ('"",""', ["", ""]), ('а,"б\nв"', ["а", "б\nв"]),
    ],
)  # fmt: skip
def test_fields(row: str, fields: list[str]) -> None:
    assert fields_of(row, ",") == fields


def test_a_quotation_mark_inside_of_a_field_opens_nothing() -> None:
    rows = list(raw_rows(io.BytesIO('1,5" и 3"\n2,"а\n"" б"\n3'.encode()), "utf-8", ","))
    assert rows == [RawRow(1, '1,5" и 3"'), RawRow(2, '2,"а\n"" б"'), RawRow(4, "3", ended=False)]


@given(st.binary(max_size=200), st.data())
def test_no_bytes_make_it_raise(junk: bytes, data: st.DataObject) -> None:
    golden = (GOLDEN / "csv.csv").read_bytes()
    start = data.draw(st.integers(0, len(golden)))
    end = data.draw(st.integers(start, min(len(golden), start + 50)))
    for content in (junk, HEADER.encode() + junk, golden[:start] + junk + golden[end:]):
        looks_like(content)
        could_be(content)
        records = read(FORMAT, content)
        assert not any(isinstance(record, Damage) for record in records[:-1])
