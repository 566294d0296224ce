-- What several sources of one channel tell of a post, so that the newer and richer word wins.

ALTER TABLE posts ADD COLUMN zone_known INTEGER NOT NULL DEFAULT 1 CHECK (zone_known IN (0, 1));    -- of published_at
ALTER TABLE posts ADD COLUMN changed_at INTEGER;                 -- the latest change that a source told, a reaction too
ALTER TABLE posts ADD COLUMN views_exact INTEGER NOT NULL DEFAULT 1 CHECK (views_exact IN (0, 1));

-- Until now one mark stood for both counts.
UPDATE posts SET views_exact = 0 WHERE reactions_exact = 0;

-- A channel's own posts are taken in live once an operator has accepted it.
ALTER TABLE channels ADD COLUMN accepted_at INTEGER;             -- NULL: not accepted
ALTER TABLE channels ADD COLUMN bot_is_admin INTEGER NOT NULL DEFAULT 0 CHECK (bot_is_admin IN (0, 1));
ALTER TABLE channels ADD COLUMN last_message_id INTEGER;         -- the highest seen live, service messages too

-- The channels that are here were brought in by an operator, at the latest with their first post.
UPDATE channels SET accepted_at = coalesce((SELECT min(stored_at) FROM posts WHERE channel_id = channels.id), 0);

-- Taking a post out asks for its rounds.
CREATE INDEX random_shown_by_post ON random_shown (post_id);
