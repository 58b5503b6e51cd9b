"""Forms of rents."""
