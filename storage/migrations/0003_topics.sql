-- Topics found in each channel's posts: derived data, rebuilt from the posts at will.

CREATE TABLE topics (
    id         INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    key        TEXT NOT NULL,                                    -- equal in two channels: the same topic
    name       TEXT NOT NULL,                                    -- as the channel writes it
    kind       TEXT NOT NULL CHECK (kind IN ('hashtag', 'phrase')),
    UNIQUE (channel_id, key)
) STRICT;

CREATE TABLE post_topics (
    topic_id INTEGER NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
    post_id  INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    PRIMARY KEY (topic_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_topics_by_post ON post_topics (post_id);
