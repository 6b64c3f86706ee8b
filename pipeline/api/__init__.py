"""Named endpoints for HTTP clients and agents, served by the page."""
