"""Build hook of the wheel: the inner loops as C extensions, by mypyc from the same Python files.

Off unless HATCH_BUILD_HOOKS_ENABLE=1; it needs a C compiler. The Python files stay in the wheel beside what is compiled
of them: tracebacks and doctests read them.
"""

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledBuildHook(BuildHookInterface[Any]):
    """Adds the compiled modules to a standard wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and name the results in `build_data`; an editable install stays Python.

        Raises:
            SystemExit: mypyc found a fault, or no C compiler is there.

        """
        if version != "standard":
            return
        built = Path(self.directory) / "compiled"
        shutil.rmtree(built, ignore_errors=True)
        for library in _compile(Path(self.root), built, self.config["modules"]):
            build_data["force_include"][str(library)] = library.relative_to(built / "lib").as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def _compile(root: Path, built: Path, modules: list[str]) -> list[Path]:
    from mypyc.build import mypycify  # noqa: PLC0415  asked for by compiled wheels alone
    from setuptools import Distribution  # noqa: PLC0415

    sys.path.insert(0, str(root / "src"))
    files = sorted(str(path) for pattern in modules for path in root.glob(pattern))
    options = ["--config-file", str(root / "pyproject.toml")]
    extensions = mypycify([*options, *files], opt_level="2", debug_level="0", target_dir=str(built / "c"))
    distribution = Distribution({"name": "reportmine", "ext_modules": extensions, "package_dir": {"": "src"}})
    command: Any = distribution.get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(built / "lib"), str(built / "o")
    command.ensure_finalized()
    command.run()
    return [root / path for path in map(str, command.get_outputs())]
