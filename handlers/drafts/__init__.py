"""Bookings that are talked about: said, read back, changed by what is said next, and booked when their person says yes."""
