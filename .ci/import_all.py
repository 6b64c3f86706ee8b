"""Imports every module: all that fail must fail for a package that is not installed here."""

import importlib
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What .ci/second_python leaves out, and what only training needs.
LEFT_OUT = {"torch", "xformers", "accelerate", "cv2", "onnx", "resvg_py", "scipy", "sklearn"}


def modules() -> list[str]:
    paths = [path for room in ("pipeline", "safety") for path in (ROOT / room).rglob("*.py")]
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sorted(paths))
    return [name.removesuffix(".__init__") for name in names]


def main() -> int:
    sys.path.insert(0, str(ROOT))
    imported, lacking = 0, Counter[str]()
    for name in modules():
        try:
            importlib.import_module(name)
            imported += 1
        except ModuleNotFoundError as error:
            package = (error.name or "").split(".")[0]
            if package not in LEFT_OUT:
                raise
            lacking[package] += 1
    lacks = "".join(f", {count} need {package}" for package, count in lacking.items())
    print(f"Python {sys.version.split()[0]}: {imported} modules imported{lacks}")
    return 0 if imported else 1


if __name__ == "__main__":
    sys.exit(main())
