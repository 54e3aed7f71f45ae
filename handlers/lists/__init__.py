"""Lists, searches and Home."""
