-- Who asked for a card, and whether it answers him alone.

ALTER TABLE button_state ADD COLUMN owner_id INTEGER;            -- Telegram's id of the user; NULL: an anonymous one
ALTER TABLE button_state ADD COLUMN personal INTEGER NOT NULL DEFAULT 0 CHECK (personal IN (0, 1));

CREATE INDEX button_state_by_owner ON button_state (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX button_state_by_chat ON button_state (chat_id);

-- A private chat has its user's id.
UPDATE button_state SET owner_id = chat_id WHERE chat_id > 0;
