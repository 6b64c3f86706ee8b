"""From a recording to the words of a prompt: what hears, behind one protocol."""
