-- Deleted posts are few: those of a channel are counted by this, and so how many of its posts are shown.

CREATE INDEX posts_deleted ON posts (channel_id) WHERE deleted_at IS NOT NULL;
