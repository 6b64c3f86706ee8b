"""From people's words to those that the model knows: rules and tables, and nothing learnt."""
