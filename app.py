"""The page: text to image, photo to Ghibli, editing by talking, all over the one journey.

python app.py --help names the settings. The page's parts are in pipeline/studio.
"""

import sys

from pipeline import settings
from pipeline.engines import load_engine
from pipeline.studio.page import launch


def main() -> None:
    chosen = settings.read_settings()
    settings.use(chosen)
    try:
        engine = load_engine(chosen.engine, chosen.model, chosen.quality)
    except (RuntimeError, ValueError) as error:  # no card, weights missing or damaged
        sys.exit(f"error: {error}")
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
