"""Reads about indemnities."""
