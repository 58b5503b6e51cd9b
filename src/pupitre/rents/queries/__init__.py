"""Reads about rents."""
