"""Queries of meetings, a module per stage."""
