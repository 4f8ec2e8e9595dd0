"""Text to kind of paper, customer and fields, each with its evidence. Pure: no clock, no disk, no network."""
