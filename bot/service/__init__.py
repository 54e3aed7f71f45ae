"""The embedded appointment service: SQOD's contract, served by ourselves. It is the vendor's side: it knows nothing of Slack."""
