"""What was found, as text for people and machines. Nothing here prints."""
