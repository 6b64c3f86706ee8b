"""Programs that measure: each prints a table, and a ratio against a peer in the same run."""
