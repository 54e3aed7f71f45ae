"""The pages about Frontdesk, and the commands that write those of them that the code already knows."""
