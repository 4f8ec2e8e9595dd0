"""The way in: inbox, claim, reading, classifying, filing."""
