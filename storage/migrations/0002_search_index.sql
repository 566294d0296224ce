-- The search index: derived data, rebuilt from the posts at will. core/search/terms.py says what the columns hold.

-- Contentless: the terms alone are kept, and taking a post out needs the very terms that were put in. Positions are
-- kept, for without them bm25() of a contentless table is 0. The tokenizer splits at spaces alone: the terms hold
-- ASCII letters and digits and anything beyond ASCII, all of which it takes for parts of words.
CREATE VIRTUAL TABLE search_index USING fts5 (lemmas, forms, channel, content = '', tokenize = 'ascii');

-- Lemmas decide, the distinct forms only lengthen a post, and the channel says who may see it.
INSERT INTO search_index (search_index, rank) VALUES ('rank', 'bm25(1.0, 0.5, 0.0)');

-- All terms with the number of posts that hold them.
CREATE VIRTUAL TABLE search_words USING fts5vocab (search_index, 'row');

-- What the index was made of, and by which normaliser: another one finds other words and cannot take posts out again.
CREATE TABLE search_state (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    normaliser TEXT,                                             -- NULL: nothing was indexed yet
    covered_to INTEGER,                                          -- a rebuild has come to this post id; NULL: all
    generation INTEGER NOT NULL DEFAULT 0,                       -- goes up with every change
    posts      INTEGER NOT NULL DEFAULT 0,
    characters INTEGER NOT NULL DEFAULT 0                        -- of the indexed texts
) STRICT;

INSERT INTO search_state (id) VALUES (1);
