"""The appointment services that the desk can speak to: one file a vendor, behind one protocol."""
