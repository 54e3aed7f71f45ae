"""How a workspace comes to its appointment service, and what is kept of it."""
