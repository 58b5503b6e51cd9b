"""Staff: contracts, working time, leave."""
