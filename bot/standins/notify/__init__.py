"""A GOV.UK Notify of our own making, as strict as its documents: a service with templates, keys, a guest list and limits."""
