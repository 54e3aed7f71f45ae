"""A workspace to play in: a stand-in Slack, people who use it, and the words to show what they see."""
