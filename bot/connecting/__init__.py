"""How a workspace comes to its appointment service: by the command line, or on a page of ours."""
