"""What Letopis remembers: one SQLite file, one module an aggregate."""
