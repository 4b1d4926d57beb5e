"""Arabic text before it is translated: normalised, split into sentences, cut to length."""
