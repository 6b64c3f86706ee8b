"""What the listener is trained on: sentences, synthetic voices, rooms and noises."""
