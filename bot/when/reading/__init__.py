"""From a text to its meaning: cut up, made into pieces, weighed, told."""
