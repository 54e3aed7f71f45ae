"""What a channel is told of its sessions, and when: pure planning here; `handlers` say it, the outbox carries it."""
