"""The engines; the only place of the project that imports OR-Tools and numpy."""
