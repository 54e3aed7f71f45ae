"""The machine around Slack: the door, the client, who somebody is, what is posted where."""
