"""What a person does in Slack: one file a flow, from the click or the command to the desk and back to a card."""
