"""The conversation: a message in, a reply out, and the channels at its edge."""
