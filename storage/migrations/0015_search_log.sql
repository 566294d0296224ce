-- What readers look for and what they open, by days: counts alone, of no user and no chat. Old days are forgotten.
-- A day is the number of days since 1970-01-01 in UTC.

CREATE TABLE search_log (
    day             INTEGER NOT NULL,
    query           TEXT NOT NULL,                               -- as core.search.noted writes it
    asked           INTEGER NOT NULL,                            -- how often
    missed          INTEGER NOT NULL,                            -- how often of these nothing was found
    missed_by_guest INTEGER NOT NULL,                            -- and of those by who sees public channels alone
    hits            INTEGER NOT NULL,                            -- posts that were found, the last time
    PRIMARY KEY (day, query)
) STRICT, WITHOUT ROWID;

-- Of the same searches those of which a channel's authors may know, and how that channel answered them.
CREATE TABLE search_log_channels (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    day        INTEGER NOT NULL,
    query      TEXT NOT NULL,
    asked      INTEGER NOT NULL,
    missed     INTEGER NOT NULL,
    hits       INTEGER NOT NULL,                                 -- posts of this channel, the last time
    PRIMARY KEY (channel_id, day, query)
) STRICT, WITHOUT ROWID;

CREATE TABLE openings (
    day     INTEGER NOT NULL,
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    opened  INTEGER NOT NULL,                                    -- how often
    PRIMARY KEY (day, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX openings_by_post ON openings (post_id);             -- taking a post out asks for it
