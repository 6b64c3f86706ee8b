"""GLM-Image behind the Engine protocol: a 9B transformer writes tokens, a 7B DiT paints them."""
