-- The search index anew, a tenth smaller: the channel's term stands among the others, not in a column of its own. It has
-- to be filled again from the posts, which '' as its normaliser says.

DROP TABLE search_lemma_terms;
DROP TABLE search_form_terms;
DROP TABLE search_lemmas;
DROP TABLE search_forms;

CREATE VIRTUAL TABLE search_lemmas USING fts5 (lemmas, content = '', tokenize = 'ascii');
CREATE VIRTUAL TABLE search_forms USING fts5 (forms, content = '', tokenize = 'ascii', detail = none, columnsize = 0);
CREATE VIRTUAL TABLE search_lemma_terms USING fts5vocab (search_lemmas, 'row');
CREATE VIRTUAL TABLE search_form_terms USING fts5vocab (search_forms, 'row');

UPDATE search_state SET normaliser = '', posts = 0, characters = 0 WHERE normaliser IS NOT NULL;

-- Which posts each small change of the index took in or out: a reader's vocabulary follows by these posts alone.
-- A generation of search_state without a row here was a large change, after which the vocabulary is read anew.

CREATE TABLE search_changes (
    generation INTEGER NOT NULL,
    post_id    INTEGER NOT NULL,
    removed    INTEGER NOT NULL CHECK (removed IN (0, 1)),
    PRIMARY KEY (generation, post_id)
) STRICT, WITHOUT ROWID;
