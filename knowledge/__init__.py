"""The guideline and what people wrote about it, and the few lines that read it."""
