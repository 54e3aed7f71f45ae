"""What channels are told, and how they set it."""
