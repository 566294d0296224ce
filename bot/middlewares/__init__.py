"""What every update passes on its way to a handler."""
