"""What can be seen of a running process: log lines and figures."""
