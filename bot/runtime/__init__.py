"""What every room above needs to run: the clock, transactions, and what is counted."""
