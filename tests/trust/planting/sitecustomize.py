"""Plants one fault in a module as it is imported, in this process and all that it starts; no file is touched.

POSTURE_FAULT holds JSON: the module, and either its whole source or changes: a text that stands in it exactly
once, and what stands there instead.
"""

import json
import os
import sys
from importlib.machinery import PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location

FAULT = os.environ.get("POSTURE_FAULT")


class _Planted(SourceFileLoader):
    def get_code(self, fullname):
        source = WHERE.get("source") or self.get_data(self.path).decode("utf-8")
        for old, new in WHERE.get("changes", ()):
            if source.count(old) != 1:
                raise SystemExit(f"the fault fits {source.count(old)} times in {fullname}: {old!r}")
            source = source.replace(old, new)
        return compile(source, self.path, "exec", dont_inherit=True)


class _Finder:
    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if fullname != WHERE["module"]:
            return None
        found = PathFinder.find_spec(fullname, path)
        more = {"submodule_search_locations": found.submodule_search_locations}
        return spec_from_file_location(
            fullname, found.origin, loader=_Planted(fullname, found.origin), **more
        )


if FAULT:
    WHERE = json.loads(FAULT)
    sys.meta_path.insert(0, _Finder)
