"""Commands that take their options from the fields of a dataclass."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer

__all__ = ["with_options"]


def with_options(
    options: type[Any], *, skip: tuple[str, ...] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that appends the fields of a dataclass to the options of a command.

    The command must have a keyword parameter ``values``: a dict of the value of each field.

    :param options: a dataclass; only its fields made by :func:`jisr.options.option` become options.
    :param skip: names of fields that the command sets itself.
    """
    hints = get_type_hints(options)
    added = [
        parameter(field.name, hints[field.name], field.default, **field.metadata)
        for field in fields(options)
        if "help" in field.metadata and field.name not in skip
    ]
    names = {parameter.name for parameter in added}
    repeated = {name for name in names if get_origin(hints[name]) is tuple}

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**arguments: Any) -> None:  # noqa: ANN401
            values = {name: arguments.pop(name) for name in names}
            command(**arguments, values=values | {name: tuple(values[name] or ()) for name in repeated})

        own = [p for p in inspect.signature(command).parameters.values() if p.name != "values"]
        annotations = get_type_hints(command, include_extras=True)
        parameters = [p.replace(annotation=annotations[p.name], kind=p.KEYWORD_ONLY) for p in own] + added
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        return run

    return decorate


def parameter(
    name: str,
    hint: Any,  # noqa: ANN401
    default: Any,  # noqa: ANN401
    *,
    help: str,  # noqa: A002
    flags: tuple[str, ...],
    metavar: str | None,
) -> inspect.Parameter:
    """Return the parameter of a command for a field, with its option as annotation."""
    if get_origin(hint) is tuple:  # several values: the option is repeated
        hint, default = list[get_args(hint)[0]] | None, None  # type: ignore[misc]
    elif hint is bool and not flags:
        flags = (f"--{name.replace('_', '-')}",)
    spellings = flags or (f"--{name.replace('_', '-')}",)
    annotation = Annotated[hint, typer.Option(*spellings, help=help, metavar=metavar)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
