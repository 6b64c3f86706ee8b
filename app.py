"""The page: text to image, photo to Ghibli, editing by talking, all over the one journey.

python app.py --help names the settings. The page's parts are in pipeline/studio.
"""

import socket
import sys

from pipeline import settings
from pipeline.api.visits import own_cache
from pipeline.engines import load_engine
from pipeline.studio.page import launch
from safety.console import print_anything
from safety.leftovers import end_on_sigterm


def cannot_listen(host: str, port: int) -> str:
    """Why the page cannot be served there, "" where it can: asked before the model is loaded."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            return getattr(error, "strerror", None) or str(error)
    return ""


def main() -> None:
    chosen = settings.read_settings()
    settings.use(chosen)
    print_anything()
    if chosen.port is not None and (reason := cannot_listen(chosen.host, chosen.port)):
        sys.exit(f"error: port {chosen.port} cannot be used ({reason}): choose another with --port")
    try:
        engine = load_engine(chosen.engine, chosen.model, chosen.quality, chosen.tuned)
    except (RuntimeError, ValueError) as error:  # no card, weights missing or damaged
        sys.exit(f"error: {error}")
    end_on_sigterm()
    own_cache(chosen.cache_hours)
    launch(
        engine,
        queue=chosen.queue,
        cache_hours=chosen.cache_hours,
        server_name=chosen.host,
        server_port=chosen.port,
        share=chosen.share,
        auth=chosen.auth,
        root_path=chosen.public_url,
    )


if __name__ == "__main__":
    main()
