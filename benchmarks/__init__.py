"""Speed and memory, as ratios measured in one run: absolute times belong to a machine, ratios to the program."""
