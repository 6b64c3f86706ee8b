"""Learning from what people choose: pairs of compositions, training on them, proof and release."""
