"""A small painted world: endless scenes with exact captions, edits and masks to train on."""
