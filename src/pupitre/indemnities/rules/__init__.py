"""The sums, from attended time to lines in cents, with their reasons; pure."""
