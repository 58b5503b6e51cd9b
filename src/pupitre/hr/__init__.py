"""Staff: the coordinator's engagement, working time, leave."""
