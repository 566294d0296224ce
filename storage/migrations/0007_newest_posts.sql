-- What lists of posts without a search are read from, in their order: newest first, best liked first.

CREATE INDEX posts_newest ON posts (published_at DESC, id DESC);
CREATE INDEX posts_best_liked ON posts (reactions_total DESC, published_at DESC, id DESC);
