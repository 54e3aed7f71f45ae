"""What people see: pure functions from the domain to Block Kit. Every id, every limit, every escape is here."""
