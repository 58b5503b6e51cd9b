"""Views of meetings, a module per stage."""
