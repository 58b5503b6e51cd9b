"""Pure rules of payments: the characters of the banks, who must approve, what is declared each year."""
