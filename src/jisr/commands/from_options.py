"""Commands whose options are the fields of a dataclass."""

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
    """Return a decorator that gives a command the fields of a dataclass as its last options.

    The command must take the keyword ``values``: the value of each field by its name.

    :param options: a dataclass whose fields are made by :func:`jisr.options.option`; other fields are passed over.
    :param skip: fields that the command sets itself.
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
        def run(**given: Any) -> None:  # noqa: ANN401
            values = {name: given.pop(name) for name in names}
            command(**given, values=values | {name: tuple(values[name] or ()) for name in repeated})

        own = [p for p in inspect.signature(command).parameters.values() if p.name != "values"]
        known = get_type_hints(command, include_extras=True)
        every = [p.replace(annotation=known[p.name], kind=p.KEYWORD_ONLY) for p in own] + added
        run.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in every}
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
    """Return a field as a parameter of a command."""
    if get_origin(hint) is tuple:  # several values: the option is repeated
        hint, default = list[get_args(hint)[0]] | None, None  # type: ignore[misc]
    elif hint is bool and not flags:
        flags = (f"--{name.replace('_', '-')}",)
    spelled = flags or (f"--{name.replace('_', '-')}",)
    annotation = Annotated[hint, typer.Option(*spelled, help=help, metavar=metavar)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
