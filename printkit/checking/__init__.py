"""What `printkit check` says of files, catalogue, pictures and reading level."""
