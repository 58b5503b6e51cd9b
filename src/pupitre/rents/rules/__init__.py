"""What is decided about rents, without a database nor a clock."""
