"""What is done later: carried out of the outbox."""
