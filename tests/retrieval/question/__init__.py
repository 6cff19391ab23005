"""What a question says besides its words: kinds of fact, years, regions, politeness, everyday phrases."""
