"""Imports point one way, and what is heavy is imported when it is used."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["base", "translate", "corpora", "eval", "train", "commands", "cli"]
SHELL = {"cli", "__main__"}


def layer(module: str) -> str:
    """The layer of a module by its dotted name: ``jisr.translate.text.normalization`` is of ``translate``."""
    parts = module.split(".")
    if parts[-1].endswith("commands"):
        return "commands"
    if len(parts) > 1 and parts[1] in {"translate", "corpora", "eval", "train"}:
        return parts[1]
    return "cli" if len(parts) > 1 and parts[1] in SHELL else "base"


def modules() -> list[tuple[str, Path]]:
    """Every module of the package, by dotted name."""
    found = [("jisr", ROOT / "src/jisr/__init__.py")]
    found += [(f"jisr.{p.stem}", p) for p in (ROOT / "src/jisr").glob("*.py") if p.stem != "__init__"]
    found += [
        ("jisr.storage" if p.stem == "__init__" else f"jisr.storage.{p.stem}", p)
        for p in (ROOT / "src/jisr/storage").glob("*.py")
    ]
    for room in ("translate", "corpora", "eval", "train"):
        for path in (ROOT / room).rglob("*.py"):
            dotted = ".".join(("jisr", *path.relative_to((ROOT / room).parent).with_suffix("").parts))
            found.append((dotted.removesuffix(".__init__"), path))
    return sorted(found)


def imported(path: Path) -> set[str]:
    """The modules of jisr that a file imports anywhere, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import absolutely"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    known = {name for name, _ in modules()}
    return {name for name in names & known if name != "jisr"}


@pytest.mark.parametrize(
    ("module", "path"), modules(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_imports_point_one_way(module: str, path: Path) -> None:
    own = LAYERS.index(layer(module))
    wrong = {name for name in imported(path) if LAYERS.index(layer(name)) > own}
    assert not wrong, f"{module} ({LAYERS[own]}) imports from its right: {wrong}"


def test_layers_tell_the_wrong_arrow() -> None:
    assert LAYERS.index(layer("jisr.eval.scores")) > LAYERS.index(layer("jisr.translate.text.normalization"))
    assert layer("jisr.translate.translate_commands") == "commands"
    assert layer("jisr.errors") == "base"


def kind_and_name(name: str) -> tuple[int, str]:
    """Sort constants before classes before functions, as the linter does."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


@pytest.mark.parametrize("package", ["jisr.translate", "jisr.corpora", "jisr.eval", "jisr.train"])
def test_public_names_are_sorted_and_exist(package: str) -> None:
    module = __import__(package, fromlist=["__all__"])
    assert sorted(module.__all__, key=kind_and_name) == list(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        module.nothing  # noqa: B018


def test_help_imports_nothing_heavy() -> None:
    heavy = "torch transformers ctranslate2 sentencepiece sacrebleu numpy lxml rich huggingface_hub".split()
    code = (
        "import sys\nfrom jisr.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as done:\n    assert done.code == 0, done.code\n"
        f"loaded = [name for name in {heavy} if name in sys.modules]\nassert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
