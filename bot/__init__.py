"""What Letopis says, and where it listens: the bot, its command line and everything that meets the world."""

__version__ = "0.1.0"
