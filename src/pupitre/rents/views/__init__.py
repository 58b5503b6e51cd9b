"""Pages of rents and charges."""
