"""How fast posts come in, by source format, beside what the parser's library and bare SQLite need for the same."""
