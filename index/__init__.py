"""From words to ranked recommendations. Knows `knowledge`, knows no chat."""
