-- The archive: channels and their posts. Instants are unix seconds in UTC; lists and mappings are JSON.

CREATE TABLE channels (
    id          INTEGER PRIMARY KEY,
    telegram_id INTEGER UNIQUE CHECK (telegram_id > 0),          -- bare, without the Bot API's -100
    username    TEXT UNIQUE COLLATE NOCASE,                      -- without "@"
    title       TEXT,
    visibility  TEXT NOT NULL CHECK (visibility IN ('public', 'members'))
) STRICT;

CREATE TABLE posts (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,           -- never reused: its order is the order of storing
    channel_id      INTEGER NOT NULL REFERENCES channels (id),
    message_id      INTEGER,                                     -- an album's first; NULL where the source has none
    fingerprint     TEXT NOT NULL,                               -- the identity where message_id is NULL
    text            TEXT NOT NULL,
    entities        TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(entities)),
    has_title       INTEGER NOT NULL DEFAULT 0 CHECK (has_title IN (0, 1)),
    published_at    INTEGER,
    edited_at       INTEGER,
    stored_at       INTEGER NOT NULL,
    reactions       TEXT CHECK (reactions IS NULL OR json_valid(reactions)),          -- NULL: no source has told
    reactions_exact INTEGER NOT NULL DEFAULT 1 CHECK (reactions_exact IN (0, 1)),
    reactions_total INTEGER NOT NULL DEFAULT 0,
    views           INTEGER,
    media           TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(media)),
    poll            TEXT CHECK (poll IS NULL OR json_valid(poll)),
    album_id        TEXT,                                        -- Telegram's media_group_id
    forwarded_from  TEXT,
    reply_to        INTEGER,                                     -- a message id of the same channel
    signature       TEXT,
    pinned          INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
    cut_off         INTEGER NOT NULL DEFAULT 0 CHECK (cut_off IN (0, 1)),
    deleted_at      INTEGER,
    source          TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX posts_by_message ON posts (channel_id, message_id) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX posts_by_fingerprint ON posts (channel_id, fingerprint) WHERE message_id IS NULL;
CREATE INDEX posts_by_time ON posts (channel_id, published_at);
CREATE INDEX posts_by_album ON posts (channel_id, album_id) WHERE album_id IS NOT NULL;

-- Every message id that a post stands for: any part of an album finds the post.
CREATE TABLE post_messages (
    channel_id INTEGER NOT NULL REFERENCES channels (id),
    message_id INTEGER NOT NULL,
    post_id    INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    PRIMARY KEY (channel_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_messages_by_post ON post_messages (post_id);

-- The addresses a post links to, in the text or behind it.
CREATE TABLE post_links (
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    url     TEXT NOT NULL,
    PRIMARY KEY (post_id, url)
) STRICT, WITHOUT ROWID;
