"""Forms of indemnities."""
