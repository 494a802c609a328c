"""What new data files say. Nothing here reads or writes a file."""
