"""Use cases: what the bot and the command line can do with an archive, without a word of Telegram."""
