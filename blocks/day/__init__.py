"""The sessions of a day or a span in the order of need: drawn by the same code on boards, in lists and on Home."""
