"""What a channel is told, as people type it: one thing a word, nothing guessed."""
