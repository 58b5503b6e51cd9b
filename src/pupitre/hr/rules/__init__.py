"""Law of working time and leave, as pure functions over dated data."""
