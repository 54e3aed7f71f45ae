"""Rules that make of words what they mean: each file a kind of thing that people say."""
