"""The page: text to image, photo to Ghibli, editing by talking, all over the one journey.

python app.py --help names the settings. The page's parts are in pipeline/studio.
"""

# isort: skip_file
import socket
import sys
from typing import Any

from pipeline import threads

threads.choose()  # before torch is imported, which looks once

from pipeline import settings  # noqa: E402
from pipeline.api.visits import own_cache  # noqa: E402
from pipeline.engines import load_engine  # noqa: E402
from pipeline.errors import RemoteError  # noqa: E402
from pipeline.operations import logs  # noqa: E402
from pipeline.studio.page import launch  # noqa: E402
from safety.console import print_anything  # noqa: E402
from safety.leftovers import end_on_sigterm, process_folder  # noqa: E402


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
    if chosen.threads:
        threads.use(chosen.threads)
    if chosen.log == "json":
        logs.log_as_json()
    more: dict[str, Any] = {"replicas": chosen.replicas} if chosen.replicas else {}
    if chosen.tuned:
        more["tuned"] = chosen.tuned
    try:
        engine = load_engine(chosen.engine, chosen.model, chosen.quality, **more)
    except (RuntimeError, ValueError, RemoteError) as error:
        # No card, no Ray, no server there, weights missing or damaged.
        sys.exit(f"error: {error}")
    end_on_sigterm()
    process_folder()  # now, so that whatever a killed one has left there goes
    own_cache(chosen.cache_hours)
    launch(
        engine,
        queue=chosen.queue,
        cache_hours=chosen.cache_hours,
        watchers=(logs.JourneyLog(),) if chosen.log == "json" else (),
        server_name=chosen.host,
        server_port=chosen.port,
        share=chosen.share,
        auth=chosen.auth,
        root_path=chosen.public_url or chosen.root_path or None,
    )


if __name__ == "__main__":
    main()
