"""What every vendor's API is asked through."""
