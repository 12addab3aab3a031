"""The system check of extensions: each name must be known, and what it names must fit its protocol."""

import inspect
import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

from operations.configuration_checks import PORTAL
from operations.extension_points import EVIDENCE_STORAGE, MAP_TILES, NAMED_POINTS, ExtensionPoint, storage_name
from operations.unsafe_modes import active_unsafe_modes

HTTPS_HOST = re.compile(r"https://[a-z0-9.-]+(:[0-9]+)?")
"""Nothing else can be said in a policy of what browsers may load."""
HINT = "docs/extending.md describes the extension points."


@register(PORTAL)
def check_extensions(**_) -> list[Error]:
    """Check all extensions that the settings name. Only those are imported."""
    return [
        Error(problem, hint=HINT, id="portal.E072")
        for point, name in named_extensions()
        if (problem := find_problem(point, name))
    ]


def named_extensions() -> Iterator[tuple[ExtensionPoint, str]]:
    """Yield each extension point with the name in its setting."""
    for setting, point in NAMED_POINTS.items():
        yield point, settings.EXTENSIONS[setting]
    for address in settings.EVIDENCE_ADDRESSES:
        yield EVIDENCE_STORAGE, storage_name(address)


def find_problem(point: ExtensionPoint, name: str) -> str:
    """Return in one line why this name cannot be used, or an empty string."""
    if name and point is MAP_TILES and not HTTPS_HOST.fullmatch(settings.MAP_TILES_HOST):
        return "MAP_TILES_HOST is not like https://tiles.example.org, so browsers would not load the tiles."
    if not name or name in point.built_in:
        return ""
    packages = point.packages_with(name)
    if not packages:
        return f"{point.setting}: no package offers {name!r} in {point.group}. Built in: {_names(point)}."
    if len(packages) > 1:
        return f"{point.setting}: {len(packages)} packages offer {name!r} in {point.group}."
    if active_unsafe_modes():
        return f"{point.setting}: {active_unsafe_modes()} is on, and {name!r} may reach other computers."
    try:
        extension = packages[0].load()
    except Exception as error:  # whatever a package raises when it is imported
        return f"{point.setting}: {name!r} cannot be imported ({type(error).__name__}: {error})."
    if misfit := find_misfit(extension, import_string(point.protocol)):
        return f"{point.setting}: {name!r} does not fit {point.protocol}: {misfit}."
    return ""


def _names(point: ExtensionPoint) -> str:
    return ", ".join(point.built_in) or "none"


def find_misfit(extension: object, protocol: type) -> str:
    """Return what is missing of a protocol, or an empty string.

    A protocol with `__call__` is fitted by a function, any other by a class with its methods. Compared are the
    parameters with which the portal calls them.
    """
    members = [member for base in protocol.__mro__ for member in vars(base).items()]
    wanted = {name: method for name, method in members if name == "__call__" or not name.startswith("_")}
    for name, method in wanted.items():
        found = extension if name == "__call__" else getattr(extension, name, None)
        if not callable(found):
            return "it is no function" if name == "__call__" else f"it has no {name}()"
        if not _takes(found, method, is_bound=name == "__call__"):
            return f"it is not called like {method.__name__}{inspect.signature(method)}"
    return ""


def _takes(found: Callable, method: Callable, *, is_bound: bool) -> bool:
    """Return whether a function takes the arguments of a protocol's method; `is_bound`: without its `self`."""
    parameters = list(inspect.signature(method).parameters.values())[int(is_bound) :]
    keywords = {one.name: None for one in parameters if one.kind is one.KEYWORD_ONLY}
    try:
        inspect.signature(found).bind(*(None for one in parameters if one.kind is not one.KEYWORD_ONLY), **keywords)
    except TypeError:
        return False
    except ValueError:  # a function in C without a signature
        return True
    return True
