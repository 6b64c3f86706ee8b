"""Keys of the API: python -m pipeline.api key add NAME [--rate 30/600] | list | remove NAME.

Exit codes: 0 done, 1 the file of keys cannot be read or written, 2 wrong use.
"""

import argparse
import sys

from pipeline.api.keys import Key, WrongKey, key_ring, rate_of
from safety.console import print_anything


def main(arguments: list[str] | None = None) -> int:
    """Make, list or remove a key; returns the exit code."""
    print_anything()
    options = _parser().parse_args(arguments)
    try:
        options.work(options)
    except WrongKey as error:
        print(f"error: {error}", file=sys.stderr)
        return 1 if error.code == "damaged" else 2
    except OSError as error:
        print(f"error: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.api",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    key = parser.add_subparsers(required=True).add_parser("key", help="keys of the API")
    commands = key.add_subparsers(required=True)
    add = commands.add_parser("add", help="make a key and print it, once")
    add.add_argument("name", help="what it is for, such as laptop")
    add.add_argument("--rate", help="pictures it may ask for, such as 30/600 (in seconds)")
    add.set_defaults(work=_add)
    commands.add_parser("list", help="names, last letters, dates and rates").set_defaults(
        work=_list
    )
    remove = commands.add_parser("remove", help="the key opens nothing any more")
    remove.add_argument("name")
    remove.set_defaults(work=_remove)
    return parser


def _add(options: argparse.Namespace) -> None:
    rate = rate_of(options.rate) if options.rate else None
    print(key_ring().add(options.name, rate))
    print("Keep it: it is not shown again.", file=sys.stderr)


def _list(options: argparse.Namespace) -> None:
    for key in key_ring().all():
        print(_line(key))


def _remove(options: argparse.Namespace) -> None:
    key_ring().remove(options.name)


def _line(key: Key) -> str:
    rate = "{}/{}".format(*key.rate) if key.rate else "the installation's rate"
    return f"{key.name}\t...{key.hint}\t{key.created}\t{rate}"


if __name__ == "__main__":
    sys.exit(main())
