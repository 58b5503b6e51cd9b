"""Pure rules of invoices: what an e-invoice says, what is late, what is expected."""
