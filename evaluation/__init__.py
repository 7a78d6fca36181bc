"""`make evaluate`: validation beside baselines, recorded where README and docs quote it."""
