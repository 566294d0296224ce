"""What a chat is shown: results in; text, entities and keyboards out. Pure."""
