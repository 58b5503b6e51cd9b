"""Rules of the books: balance, numbering, statements, FEC."""
