-- What printed links need: queries that are too long to stand in a link, of no user and no chat; and posts without
-- message ids by their identity, also once a richer source has given them ids.

CREATE TABLE kept_searches (
    id      TEXT PRIMARY KEY,                                    -- a digest of the query (bot.deep_links)
    query   TEXT NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX posts_by_identity ON posts (fingerprint) WHERE fingerprint <> '';
