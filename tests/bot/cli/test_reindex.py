from __future__ import annotations

from tests.bot.cli.invented import POSTS
from tests.bot.cli.running import CommandLine


def test_derived_data_comes_back(command: CommandLine) -> None:
    command("import", command.file("a.txt", POSTS))
    before = command.tables()
    command.ask("DELETE FROM topics")
    command.ask("UPDATE search_state SET normaliser = 'an older one'")
    ran = command("reindex")
    assert (ran.status, ran.out, ran.err) == (0, "", "3 posts indexed\n")
    after = command.tables()
    assert command("search", "очередь", "--json").json["total"] == 1
    assert after["search_state"][0][1] == before["search_state"][0][1]
    assert [row[1:] for row in after["topics"]] == [row[1:] for row in before["topics"]]
