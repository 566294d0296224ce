-- What the bot remembers of the chats it speaks in. Instants are unix seconds in UTC.

CREATE TABLE chats (
    id       INTEGER PRIMARY KEY,                                -- Telegram's; a private chat's is its user's
    language TEXT                                                -- chosen by /language; NULL: as Telegram tells
) STRICT;

-- What a button means, under a short id: callback data holds 64 bytes.
CREATE TABLE button_state (
    id         TEXT PRIMARY KEY,
    chat_id    INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    payload    TEXT NOT NULL CHECK (json_valid(payload)),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX button_state_by_age ON button_state (created_at);

-- The current round of /random in a chat: what it has shown, in all and within a topic (scope = the topic's key).
CREATE TABLE random_shown (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,                   -- the order of showing
    chat_id INTEGER NOT NULL,
    scope   TEXT NOT NULL DEFAULT '',
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    UNIQUE (chat_id, scope, post_id)
) STRICT;
