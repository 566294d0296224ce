-- The search index: derived data, rebuilt from the posts at will. core/search/terms.py says what the columns hold.
--
-- Both tables are contentless: the terms alone are kept, and taking a post out needs the very terms that were put in.
-- The tokenizer splits at spaces alone: terms hold ASCII letters and digits and characters beyond ASCII, all of which
-- it takes for parts of words. Each post also holds the term of its channel, by which a search stays inside the
-- channels that its viewer may see.

-- What is searched and ranked. Positions are kept, for without them bm25() of a contentless table is 0.
CREATE VIRTUAL TABLE search_lemmas USING fts5 (lemmas, channel, content = '', tokenize = 'ascii');
INSERT INTO search_lemmas (search_lemmas, rank) VALUES ('rank', 'bm25(1.0, 0.0)');

-- What is written in the posts: asked whether, never ranked, so a third of the size is enough.
CREATE VIRTUAL TABLE search_forms USING fts5 (
    forms, channel, content = '', tokenize = 'ascii', detail = none, columnsize = 0
);

-- Every term of either table with the number of posts that hold it.
CREATE VIRTUAL TABLE search_lemma_terms USING fts5vocab (search_lemmas, 'row');
CREATE VIRTUAL TABLE search_form_terms USING fts5vocab (search_forms, 'row');

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
