"""The bot's own database: intents, the audit, the places of cards, the outbox. Nothing personal of a claimant."""
