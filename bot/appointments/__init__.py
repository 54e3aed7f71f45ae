"""The domain: what an appointment is and what a desk does with it. No Slack, no vendor."""
