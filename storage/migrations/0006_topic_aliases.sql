-- What people also call a topic: RL is reinforcement learning where the posts show it. A JSON list of names.

ALTER TABLE topics ADD COLUMN aliases TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases));
