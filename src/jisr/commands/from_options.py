"""Commands whose options are made from the fields of dataclasses."""

import inspect
from collections.abc import Callable, Collection
from dataclasses import fields, is_dataclass
from functools import partial, wraps
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer

from jisr.errors import InputError
from jisr.options import Range

__all__ = ["checked", "refuse_given", "with_options"]


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command in which each parameter that is a dataclass is replaced by the options of its fields.

    Fields made by :func:`jisr.options.option` become options. The command receives the dataclass, or, for a parameter
    of type ``partial[DataClass]``, a callable that makes it from the other fields.
    """
    annotations = get_type_hints(command, include_extras=True)
    own: list[inspect.Parameter] = []
    added: list[inspect.Parameter] = []
    makers: dict[str, tuple[Callable[..., Any], dict[str, Callable[[Any], Any]]]] = {}
    for each in inspect.signature(command).parameters.values():
        annotation = annotations[each.name]
        options: type[Any] = get_args(annotation)[0] if get_origin(annotation) is partial else annotation
        if not is_dataclass(options):
            own.append(each.replace(annotation=annotation, kind=each.KEYWORD_ONLY))
            continue
        hints = get_type_hints(options)
        chosen = [field for field in fields(options) if "help" in field.metadata]
        added += [option_parameter(field.name, hints[field.name], field.default, **field.metadata) for field in chosen]
        maker = options if options is annotation else partial(partial, options)
        makers[each.name] = maker, {field.name: reader(hints[field.name]) for field in chosen}

    @wraps(command)
    def run(**arguments: Any) -> None:  # noqa: ANN401
        values = {
            name: maker(**{field: read(arguments.pop(field)) for field, read in readers.items()})
            for name, (maker, readers) in makers.items()
        }
        command(**arguments, **values)

    run.__signature__ = inspect.Signature(own + added)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in own + added}
    return run


def reader(hint: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - any type can be hinted at
    """Return a function that converts the value of an option to that of its field; repeated ones make collections."""
    container = get_origin(hint)
    return (lambda values: container(values or ())) if container in {tuple, frozenset} else lambda value: value


def option_parameter(
    name: str,
    hint: Any,  # noqa: ANN401
    default: Any,  # noqa: ANN401
    *,
    help: str,  # noqa: A002
    flags: tuple[str, ...],
    metavar: str | None,
    envvar: str | None,
    within: Range | None,
) -> inspect.Parameter:
    """Return the parameter of a command for a field, annotated with its option."""
    if get_origin(hint) in {tuple, frozenset}:  # a repeatable option
        hint, default = list[get_args(hint)[0]] | None, None  # type: ignore[misc]
    spellings = flags or (f"--{name.replace('_', '-')}",)
    callback = None if within is None else checked(within)
    annotation = Annotated[hint, typer.Option(*spellings, help=help, metavar=metavar, envvar=envvar, callback=callback)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def checked(within: Range) -> Callable[[typer.CallbackParam, Any], Any]:
    """Return a callback of an option that takes a number of a range; without a value it is not checked.

    :raises InputError: by the callback, naming the option, the number and the range.
    """

    def check(parameter: typer.CallbackParam, value: Any) -> Any:  # noqa: ANN401 - int or float, as the option has it
        if value is not None and (problem := within.problem(parameter.opts[0], value)):
            raise InputError(problem)
        return value

    return check


def refuse_given(context: typer.Context, beside: str, names: Collection[str]) -> None:
    """Check that options were not given beside another with which they have no effect.

    :param beside: the other option, or what is missing for an effect.
    :param names: parameters of these options.
    :raises InputError: if one of them was given.
    """
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if parameter.name in names and source is not None and source.name == "COMMANDLINE":
            raise InputError(f"{parameter.opts[0]} has no effect with {beside}")
