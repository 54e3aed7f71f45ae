"""How things are said: facts, states and results, each sentence whole and in one place."""
