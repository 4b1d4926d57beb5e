"""Imports point one way, and what is heavy is imported when it is used."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "jisr"
LAYERS = ["shared", "translate", "corpora", "eval", "train", "commands", "cli"]
ENTRY_POINTS = {"jisr", "jisr.cli", "jisr.__main__"}
LAZY_EXPORTS = {"jisr"}
"""The front door exports names of every room, lazily; who imports it asks for the version only."""


def layer(module: str) -> str:
    """Return the layer of a module by its dotted name: ``jisr.translate.drafts`` is of ``translate``."""
    parts = module.split(".")
    if len(parts) > 1 and parts[1] in LAYERS:
        return parts[1]
    return "cli" if module in ENTRY_POINTS else "shared"


@cache
def modules() -> dict[str, Path]:
    """Return every module of the package by dotted name, links followed."""
    found = {}
    for folder, _, files in os.walk(PACKAGE, followlinks=True):
        for file in files:
            if file.endswith(".py"):
                path = Path(folder, file)
                parts = ("jisr", *path.relative_to(PACKAGE).with_suffix("").parts)
                found[".".join(parts).removesuffix(".__init__")] = path
    return dict(sorted(found.items()))


@cache
def tree(module: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


@cache
def imported(module: str) -> frozenset[str]:
    """Return the modules of jisr that a module imports anywhere, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: import absolutely"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                names.add(inner if inner in modules() else str(node.module))
    return frozenset(names & modules().keys() - LAZY_EXPORTS)


def unlisted(module: str) -> set[str]:
    """Return the names that a module imports from another which does not list them in its ``__all__``."""
    wrong: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module in modules():
            listed = exported(str(node.module))
            wrong |= {f"{node.module}.{alias.name}" for alias in node.names if alias.name not in listed}
    return wrong - modules().keys()


@cache
def exported(module: str) -> frozenset[str]:
    """Return the names in a module's ``__all__``."""
    for node in tree(module).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(node.value))
    return frozenset()


def wrong_arrows(module: str) -> set[str]:
    """Return the modules of a layer further right that a module imports."""
    own = layer(module)
    return {name for name in imported(module) if LAYERS.index(layer(name)) > LAYERS.index(own)}


@pytest.mark.parametrize("module", modules())
def test_imports_point_one_way(module: str) -> None:
    assert not wrong_arrows(module), f"{module} ({layer(module)}) imports from its right"


OPTION = re.compile(r"(?:^|[\s'\"(])--?[a-z]")
"""An option of a command in a text."""
OTHER_PROGRAM = re.compile(r"\b(?:curl|hf) ")
"""A command of another program, which the text tells to run."""


def flags_in_errors(module: str) -> list[str]:
    """Return the texts of the errors a module raises that name options of the command line; hints may."""
    wrong: list[str] = []
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            for argument in node.exc.args:
                parts = (part.value for part in ast.walk(argument) if isinstance(part, ast.Constant))
                text = "".join(part for part in parts if isinstance(part, str))
                wrong += [text] if OPTION.search(text) and not OTHER_PROGRAM.search(text) else []
    return wrong


@pytest.mark.parametrize("module", [name for name in modules() if layer(name) not in {"commands", "cli"}])
def test_errors_of_the_library_name_no_options(module: str) -> None:
    assert flags_in_errors(module) == []


@pytest.mark.parametrize("module", modules())
def test_a_module_lists_what_others_import(module: str) -> None:
    assert unlisted(module) == set()


def test_the_layer_of_a_module_is_its_folder() -> None:
    assert len(modules()) > 100
    assert layer("jisr.translate.text.normalization") == "translate"
    assert layer("jisr.commands.translate_commands") == "commands"
    assert layer("jisr.storage.output") == layer("jisr.errors") == "shared"
    assert layer("jisr.cli") == layer("jisr.__main__") == "cli"
    assert "jisr.errors" in imported("jisr.cli")


def test_no_circles() -> None:
    sorter = TopologicalSorter({module: imported(module) - {module} for module in modules()})
    sorter.prepare()  # raises CycleError, which names the circle


def test_the_distribution_holds_every_package() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    assert declared == sorted(declared)
    assert set(declared) == {name for name, path in modules().items() if path.name == "__init__.py"}


def test_no_folder_is_a_corridor() -> None:
    folders = Counter(path.parent for path in modules().values() if path.name not in {"__init__.py", "__main__.py"})
    assert max(folders.values()) <= 14, folders.most_common(3)


def kind_and_name(name: str) -> tuple[int, str]:
    """Sort constants before classes before functions, as the linter does."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


@pytest.mark.parametrize("package", ["jisr", "jisr.translate", "jisr.corpora", "jisr.eval", "jisr.train"])
def test_public_names_are_sorted_and_exist(package: str) -> None:
    module = __import__(package, fromlist=["__all__"])
    assert sorted(module.__all__, key=kind_and_name) == list(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)
    assert sorted(module.__all__) == dir(module)
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
