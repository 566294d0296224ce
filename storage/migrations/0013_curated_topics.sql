-- What authors make of the topics that are found in their channels: other names, one topic of several, none, and rules.
--
-- `topics` and `post_topics` hold what readers see: made of what was found and of what the authors decided, and made
-- anew at will. What was found lies beside it, so that a decision shows, and can be taken back, at once.

CREATE TABLE found_topics (
    id         INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    key        TEXT NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('hashtag', 'phrase')),
    aliases    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)),
    UNIQUE (channel_id, key)
) STRICT;

CREATE TABLE found_posts (
    topic_id INTEGER NOT NULL REFERENCES found_topics (id) ON DELETE CASCADE,
    post_id  INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    PRIMARY KEY (topic_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX found_posts_by_post ON found_posts (post_id);

INSERT INTO found_topics SELECT id, channel_id, key, name, kind, aliases FROM topics;
INSERT INTO found_posts SELECT topic_id, post_id FROM post_topics;

-- A channel's author decided something of the topic with this key. This is no derived data.
CREATE TABLE curated_topics (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    key        TEXT NOT NULL,
    name       TEXT,                                             -- NULL: as it is found
    hidden     INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
    into_key   TEXT,                                             -- it is a part of the topic with that key
    terms      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(terms)), -- words, phrases, hashtags: a rule
    names      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(names)), -- it had when the author decided
    keys       TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(keys)), -- it had by names that he gave it before
    matched    INTEGER NOT NULL DEFAULT 0 CHECK (matched IN (0, 1)), -- curated_posts is complete
    PRIMARY KEY (channel_id, key)
) STRICT, WITHOUT ROWID;

-- The posts that say one of its terms or names: derived data.
CREATE TABLE curated_posts (
    post_id    INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL,
    key        TEXT NOT NULL,
    PRIMARY KEY (post_id, key),
    FOREIGN KEY (channel_id, key) REFERENCES curated_topics (channel_id, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX curated_posts_by_topic ON curated_posts (channel_id, key);

-- What was decided in which order, to take it back: the curated topics as they were and as they became, JSON by key.
CREATE TABLE curation_steps (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    before     TEXT NOT NULL CHECK (json_valid(before)),
    after      TEXT NOT NULL CHECK (json_valid(after)),
    done_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX curation_steps_by_channel ON curation_steps (channel_id);

-- Which found and curated topics each topic is made of, by their keys; an old card may still name it by one of them.
CREATE TABLE topic_parts (
    topic_id  INTEGER NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
    key       TEXT NOT NULL,
    has_posts INTEGER NOT NULL DEFAULT 1 CHECK (has_posts IN (0, 1)), -- 0: a key that it had, and nothing else
    PRIMARY KEY (topic_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX topic_parts_by_key ON topic_parts (key);

INSERT INTO topic_parts (topic_id, key) SELECT id, key FROM topics;
