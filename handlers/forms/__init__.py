"""The four forms, from the words to the write."""
