"""The bot in the terminal: the same routers, services and views, with a session that prints instead of sending."""
