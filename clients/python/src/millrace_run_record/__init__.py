"""Tells MLflow how a run came to be: what was started, from which state of the code, with which packages.

MLflow itself records the commit, the branch and the repository of the script. The names of the tags are those of
dev.millrace.core.runrecord.RecordTags.
"""

import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys

MASK = "********"

_LONGEST_TAG = 8000
_OURSELVES = "millrace-mlflow"
_PATIENCE_SECONDS = 5

# Not max-tokens nor tokenizer, which tell nothing to anybody.
_SECRET_NAME = (
    r"(?:[\w.-]*(?:passw(?:or)?d|passwd|pwd|passphrase|secret|credentials?|authorization)[\w.-]*"
    r"|[\w.-]*token|(?:[\w.-]*[-_.])?(?:api|access|private)?key|(?:[\w.-]*[-_.])?auth)"
)
_FLAG = re.compile("-{1,2}" + _SECRET_NAME, re.IGNORECASE)
_ASSIGNMENT = re.compile("(-{0,2}" + _SECRET_NAME + "[=:])(.+)", re.IGNORECASE | re.DOTALL)
_USER_OF_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)[^/@\s]+@")


class RunRecordContext:
    """MLflow's RunContextProvider, by its methods: the base class is not imported, so that any client will do."""

    _tags = None

    def in_context(self):
        return os.environ.get("MILLRACE_RUN_RECORD", "").lower() not in ("off", "false", "0")

    def tags(self):
        if RunRecordContext._tags is None:
            RunRecordContext._tags = collect()
        return dict(RunRecordContext._tags)


def collect():
    """All that can be told; what cannot be found out is left out."""
    tags = {
        "millrace.environment.language": "python",
        "millrace.environment.version": platform.python_version(),
        "millrace.environment.os": f"{platform.system()} {platform.release()} {platform.machine()}",
        **split("millrace.environment.packages", "\n".join(packages())),
    }
    started = getattr(sys, "orig_argv", None)
    script = _script()
    if script is not None:
        tags.update(split("millrace.code.arguments", json.dumps(mask(sys.argv[1:]))))
        tags.update(_code(script))
    elif started:
        # python -c, or an interactive session: what was typed is not kept anywhere.
        tags["millrace.code.entry_point"] = "-c" if "-c" in started else "-i"
    return {key: value for key, value in tags.items() if value}


def _script():
    main = sys.modules.get("__main__")
    path = getattr(main, "__file__", None)
    return os.path.abspath(path) if path and os.path.isfile(path) else None


def _code(script):
    directory = os.path.dirname(script)
    spec = getattr(sys.modules.get("__main__"), "__spec__", None)
    root = _git(directory, "rev-parse", "--show-toplevel")
    name = os.path.relpath(script, root) if root else script
    if spec is not None and spec.name:
        # Started with -m: a package as such is named after its __main__.
        name = "-m " + re.sub(r"\.__main__$", "", spec.name)
    tags = {"millrace.code.entry_point": name.replace(os.sep, "/")}
    if root:
        changes = _git(root, "status", "--porcelain", "--untracked-files=no")
        known = _git(root, "ls-files", "--error-unmatch", script) is not None
        if changes is not None:
            # What a run writes is untracked, mostly; an untracked script is not in the commit.
            tags["mlflow.source.git.dirty"] = str(bool(changes) or not known).lower()
        inside = os.path.relpath(os.path.realpath(os.getcwd()), os.path.realpath(root))
        tags["millrace.code.directory"] = "." if inside.startswith("..") else inside.replace(os.sep, "/")
    return tags


def _git(directory, *arguments):
    """The answer of git without the white space around it; None where it failed."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=directory,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def packages():
    """name==version of every installed distribution, or name @ url where it came from no index; sorted."""
    lines = {}
    for distribution in importlib.metadata.distributions():
        name = distribution.metadata["Name"]
        if not name or name == _OURSELVES:
            continue
        url = _direct_url(distribution)
        line = f"{name} @ {url}" if url else f"{name}=={distribution.version}"
        # The first one on the path is the one that is imported.
        lines.setdefault(re.sub(r"[-_.]+", "-", name).lower(), line)
    return [lines[name] for name in sorted(lines)]


def _direct_url(distribution):
    try:
        text = distribution.read_text("direct_url.json")
        return _USER_OF_URL.sub(r"\1", json.loads(text)["url"]) if text else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def mask(arguments):
    """The arguments, with what looks like a secret masked."""
    masked = []
    secret_follows = False
    for argument in arguments:
        if secret_follows and not argument.startswith("-"):
            masked.append(MASK)
            secret_follows = False
            continue
        secret_follows = _FLAG.fullmatch(argument) is not None
        assignment = _ASSIGNMENT.fullmatch(argument)
        masked.append(assignment.group(1) + MASK if assignment else _USER_OF_URL.sub(rf"\1{MASK}@", argument))
    return masked


def split(key, value):
    """Tags that hold a value of any length: key, key.1, key.2, …"""
    parts = [value[i : i + _LONGEST_TAG] for i in range(0, len(value), _LONGEST_TAG)] or [""]
    return {key if i == 0 else f"{key}.{i}": part for i, part in enumerate(parts)}
