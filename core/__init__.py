"""What Letopis thinks: pure functions over frozen records, without I/O, clock or chance."""
