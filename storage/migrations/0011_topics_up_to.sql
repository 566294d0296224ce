-- Up to which post a channel's topics were looked for: newer ones have come since where it has a higher id.

ALTER TABLE channels ADD COLUMN topics_up_to INTEGER NOT NULL DEFAULT 0;
UPDATE channels SET topics_up_to = coalesce((SELECT max(id) FROM posts WHERE channel_id = channels.id), 0);
