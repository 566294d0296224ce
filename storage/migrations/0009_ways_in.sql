-- What is remembered of the ways by which posts come in, and of whom they are shown to. Instants are unix seconds in UTC.

-- Updates of Telegram that change the archive, written down before they are confirmed and taken out once applied.
CREATE TABLE inbox (
    update_id   INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    payload     TEXT NOT NULL CHECK (json_valid(payload)),
    received_at INTEGER NOT NULL,
    failures    INTEGER NOT NULL DEFAULT 0,
    problem     TEXT                                             -- of the last failure
) STRICT;

-- The latest updates that were applied, for Telegram may tell one again.
CREATE TABLE inbox_applied (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,                 -- the order of applying
    update_id INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE inbox_state (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    polled_at INTEGER                                            -- when Telegram last answered, to about a minute
) STRICT;

INSERT INTO inbox_state (id) VALUES (1);

-- Channels that somebody made the bot an administrator of, and what the operators said to that.
CREATE TABLE channel_offers (
    telegram_id     INTEGER PRIMARY KEY CHECK (telegram_id > 0), -- bare, without the Bot API's -100
    title           TEXT,
    username        TEXT,
    offered_by      INTEGER,                                     -- Telegram's id of the user
    offered_by_name TEXT,
    state           TEXT NOT NULL CHECK (state IN ('unasked', 'asked', 'accepted', 'refused')),
    asked_at        INTEGER,
    dropped         INTEGER NOT NULL DEFAULT 0,                  -- posts that were not taken in
    dropped_at      INTEGER                                      -- the last of them
) STRICT;

-- How far a public channel's web preview is read.
CREATE TABLE preview_state (
    channel_id INTEGER PRIMARY KEY REFERENCES channels (id) ON DELETE CASCADE,
    covered    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(covered)), -- [[lowest, highest message id], ...] without a gap
    complete   INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
    since      INTEGER,                                          -- the walk back ends there; NULL: at the beginning
    synced_at  INTEGER,
    failures   INTEGER NOT NULL DEFAULT 0,
    problem    TEXT
) STRICT;

-- Which posts a web preview has shown, and since when it shows them no more.
CREATE TABLE preview_sightings (
    post_id         INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    seen_at         INTEGER NOT NULL,
    missed_at       INTEGER,                                     -- the first time since seen_at
    missed_again_at INTEGER                                      -- the second time that counts: it is gone
) STRICT;

CREATE INDEX preview_sightings_missed ON preview_sightings (post_id) WHERE missed_again_at IS NOT NULL;

-- Channels of members that an author of theirs let into a chat: their posts are shown there to everybody.
CREATE TABLE chat_channels (
    chat_id    INTEGER NOT NULL,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    granted_by INTEGER NOT NULL,                                 -- Telegram's id of the user
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, channel_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX chat_channels_by_channel ON chat_channels (channel_id);

-- What the operators are to be told once, each thing under its key.
CREATE TABLE notices (
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    noted_at INTEGER NOT NULL,
    told_at  INTEGER,                                            -- NULL: not yet
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
