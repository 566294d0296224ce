-- What is remembered of a group beside its language: how it wants to be answered, and what the bot is in it.

ALTER TABLE chats ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0 CHECK (quiet IN (0, 1));  -- answers are the asker's alone
ALTER TABLE chats ADD COLUMN greeted INTEGER NOT NULL DEFAULT 0 CHECK (greeted IN (0, 1));  -- since the bot was added
ALTER TABLE chats ADD COLUMN bot_is_admin INTEGER NOT NULL DEFAULT 0 CHECK (bot_is_admin IN (0, 1));
