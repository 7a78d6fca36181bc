"""`luotsi index tune`: the adapter trained on the situations, and the numbers that decide, fitted on unseen ones."""
