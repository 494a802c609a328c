"""IAM policy documents and their history, published as a documentation site."""
