"""Tests of the stand-in Slack, against a small Bolt app over the real protocols."""
