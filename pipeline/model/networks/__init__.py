"""The networks and what they share: tokenizers, transformer, decoder, flow, sampling, weights."""
