-- The posts that people have saved. Instants are unix seconds in UTC.

CREATE TABLE bookmarks (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,                  -- the order of saving
    user_id  INTEGER NOT NULL,                                   -- Telegram's
    post_id  INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    saved_at INTEGER NOT NULL,
    UNIQUE (user_id, post_id)
) STRICT;

CREATE INDEX bookmarks_by_post ON bookmarks (post_id);

-- Posts whose media Telegram would not let the bot copy, so that it is not asked again at every tap.
CREATE TABLE media_refusals (
    post_id       INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    refused_at    INTEGER NOT NULL,
    bot_was_admin INTEGER NOT NULL CHECK (bot_was_admin IN (0, 1)) -- of the channel; made one since, it asks again
) STRICT;
