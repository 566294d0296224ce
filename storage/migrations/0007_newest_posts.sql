-- What lists of posts without a search are read from, in their order: newest first, best liked first, and the newest
-- with what few posts have. storage/search_filters.py asks in the very words of the conditions here.

CREATE INDEX posts_newest ON posts (published_at DESC, id DESC);
CREATE INDEX posts_best_liked ON posts (reactions_total DESC, published_at DESC, id DESC);
CREATE INDEX posts_with_photo ON posts (published_at DESC, id DESC) WHERE media LIKE '%"photo"%';
CREATE INDEX posts_with_video ON posts (published_at DESC, id DESC)
    WHERE media LIKE '%"video%' OR media LIKE '%"animation"%';
CREATE INDEX posts_with_code ON posts (published_at DESC, id DESC)
    WHERE entities LIKE '%"type": "pre"%' OR entities LIKE '%"type": "code"%';
CREATE INDEX posts_with_poll ON posts (published_at DESC, id DESC) WHERE poll IS NOT NULL;
