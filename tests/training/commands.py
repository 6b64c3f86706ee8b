"""How the tests run a training command."""

import sys

import pytest


def run_main(main, *arguments) -> None:
    """Runs a command's `main` with these arguments."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["program", *map(str, arguments)])
        main()
