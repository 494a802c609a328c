"""The policy language of IAM, with no file and no page in sight."""
