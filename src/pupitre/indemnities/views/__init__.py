"""Pages of indemnities."""
