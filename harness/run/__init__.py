"""The run: what to try, where, and what became of it."""
