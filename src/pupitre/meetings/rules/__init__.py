"""The rules of meetings: pure functions, no clock, no database, no file."""
