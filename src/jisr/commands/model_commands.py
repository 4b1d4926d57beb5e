"""The commands of ``model``: they parse arguments, call the library and print results."""

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from jisr.chars import printable
from jisr.commands.console import log
from jisr.errors import ModelError
from jisr.progress import BYTES, Progress

if TYPE_CHECKING:
    from jisr.translate.models.hub import PullOffer

__all__ = ["models"]

models = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
ModelArgument = Annotated[str, typer.Argument(help="Model: builtin, OWNER/NAME[@REVISION] on the hub, or a folder.")]
PulledArgument = Annotated[str, typer.Argument(metavar="NAME", help="Model on the hub: OWNER/NAME[@REVISION].")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@models.callback()
def model() -> None:
    """List, describe, pull, check and remove models.

    Example: jisr model list
    """


@models.command("list")
def list_command(as_json: AsJson = False) -> None:
    """List the models that jisr knows and those that were pulled.

    Example: jisr model list
    """
    from dataclasses import asdict

    from jisr.translate.models.listing import list_models

    listed = list(list_models())
    if as_json:
        print_json([asdict(each) for each in listed])
        return
    for each in listed:
        state = f"{megabytes(each.bytes)}  {(each.revision or '')[:12]}" if each.bytes is not None else "not here"
        print(printable(f"{each.name:<36}{state:<24}{each.licence:<22}{each.note}".rstrip()))


@models.command("info")
def info_command(name: ModelArgument, as_json: AsJson = False) -> None:
    """Describe a model: sizes, licence, revision, files.

    Example: jisr model info builtin
    """
    from jisr.translate.models.listing import describe_model, model_facts
    from jisr.translate.models.lookup import find_model

    found = find_model(name)
    if as_json:
        print_json(model_facts(found))
        return
    for label, text in describe_model(found):
        print(printable(f"{label:<15}{text}"))


@models.command("pull")
def pull_command(
    name: PulledArgument,
    revision: Annotated[str | None, typer.Option(help="Branch, tag or commit. Default: main.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Never use the network.")] = False,
) -> None:
    """Fetch a model from the Hugging Face hub.

    Its checksums are verified and its commit is pinned.

    A transfer that broke goes on where it stopped when the command is given again.

    Example: jisr model pull Helsinki-NLP/opus-mt-ar-en
    """
    from jisr.errors import InputError
    from jisr.translate.models import hub

    def announce(offer: "PullOffer") -> None:
        log(f"{offer.name} {offer.commit}: {megabytes(offer.bytes)}, licence: {offer.licence}")
        bars.append(stack.enter_context(Progress("pull", offer.bytes, BYTES)))

    def advance(file: str, done: int, _total: int) -> None:
        bars[0].advance(done - received.get(file, 0))
        received[file] = done

    bars: list[Progress] = []
    received: dict[str, int] = {}
    if revision and "@" in name:
        raise InputError(f"--revision {revision}: {name} names a revision already")
    wanted = f"{name}@{revision}" if revision else name
    with ExitStack() as stack:
        pulled = hub.pull_model(wanted, offline=offline, announce=announce, progress=advance)
    print(printable(f"{pulled.name} {pulled.revision}: {pulled.folder}"))


@models.command("check")
def check_model_command(name: ModelArgument) -> None:
    """Compare a model in both engines on known sentences.

    The exit code is 1 if the model or a conversion of it gives wrong answers.

    Example: jisr model check builtin
    """
    from jisr.translate.models.conversion import verify_conversions
    from jisr.translate.models.lookup import find_model

    found = find_model(name)
    try:
        differences = verify_conversions(found)
    except ModelError as error:
        print(f"jisr: {error}", file=sys.stderr)
        raise typer.Exit(1) from error
    for quantization, difference in differences.items():
        print(printable(f"{found.name}: {quantization} right, {difference:.2g} from transformers on average"))


@models.command("remove")
def remove_command(name: PulledArgument) -> None:
    """Delete a pulled model and its conversions.

    Example: jisr model remove Helsinki-NLP/opus-mt-ar-en
    """
    from jisr.translate.models import hub

    for gone in hub.remove_model(name):
        print(printable(f"removed {gone.name} {gone.commit} ({megabytes(gone.bytes)})"))


def print_json(value: object) -> None:
    """Print a value as JSON, with all characters escaped that are not printable."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=1)
    print("".join(letter if letter.isprintable() or letter == "\n" else json.dumps(letter)[1:-1] for letter in text))


def megabytes(count: int) -> str:
    """Return a number of bytes in MB, as text."""
    return f"{count / 1e6:,.1f} MB"
