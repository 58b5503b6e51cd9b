"""Pages of the ACI."""
