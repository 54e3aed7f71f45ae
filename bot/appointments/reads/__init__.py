"""Every look: found by time, by name and by reference, asked once for all who ask at the same time."""
