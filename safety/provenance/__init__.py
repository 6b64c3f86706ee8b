"""Content Credentials: keys, signature, metadata, and how they are read."""
