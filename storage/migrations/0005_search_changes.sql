-- Which posts each small change of the search index took in or out: a reader's vocabulary follows by these posts alone.
-- A generation of search_state without a row here was a large change, after which the vocabulary is read anew.

CREATE TABLE search_changes (
    generation INTEGER NOT NULL,
    post_id    INTEGER NOT NULL,
    removed    INTEGER NOT NULL CHECK (removed IN (0, 1)),
    PRIMARY KEY (generation, post_id)
) STRICT, WITHOUT ROWID;
