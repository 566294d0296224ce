"""Many people at once: how fast the running bot answers over HTTP, beside an echo bot."""
