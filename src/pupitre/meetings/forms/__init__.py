"""Forms of meetings, a module per stage."""
