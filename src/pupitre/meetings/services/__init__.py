"""Services of meetings, a module per stage."""
