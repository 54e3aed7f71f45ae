"""What a channel is told: its board, its alerts, and the form that sets them."""
