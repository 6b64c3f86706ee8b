"""The Images API that OpenAI's clients speak, under /v1 of the page's port."""
