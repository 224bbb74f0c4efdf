# Sourced by the other scripts: a virtual environment in .venv that holds exactly what a lock file names.
# Nothing is installed, and no network is used, while the lock is the one that was installed last.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=${TRELLIS_VENV:-$root/.venv}

say() { printf '%s\n' "$*" >&2; }

# A name in PATH proves nothing (a version manager may put a stub there), so each candidate has to run.
find_python() {
    local candidate
    for candidate in ${TRELLIS_PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    say "Trellis needs Python 3.11 or newer; install it and start again."
    return 2
}

# Debian keeps the parts of Python that make environments in a package of their own.
ensure_venv_module() {
    local version
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 && return
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing python$version-venv ..."
        apt-get install -y -qq "python$version-venv" >/dev/null 2>&1 ||
            { apt-get update -qq && apt-get install -y -qq "python$version-venv" >/dev/null; } && return
    fi
    say "Python cannot make a virtual environment; install the package python$version-venv and start again."
    return 2
}

make_venv() {
    local python
    "$venv/bin/python" -c '' >/dev/null 2>&1 && return
    python=$(find_python)
    ensure_venv_module "$python"
    "$python" -m venv --clear "$venv"
}

# The source folder is put on the path instead of being installed: nothing to build, nothing to go stale.
link_source() {
    local site
    site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$root/src" >"$site/trellis.pth"
    printf '#!/bin/sh\nexec "%s/bin/python" -m trellis "$@"\n' "$venv" >"$venv/bin/trellis"
    chmod +x "$venv/bin/trellis"
}

# install LOCK: afterwards the environment holds what LOCK names.
install() {
    local lock=$1 stamps="$venv/installed"
    if cmp -s "$root/$lock" "$stamps/$lock" && [ -x "$venv/bin/trellis" ] && "$venv/bin/python" -c '' 2>/dev/null; then
        return
    fi
    make_venv
    say "Installing $lock (needed once, about a minute) ..."
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r "$root/$lock"
    link_source
    mkdir -p "$stamps"
    cp "$root/$lock" "$stamps/$lock"
    # The development lock holds everything of the other one, in the same versions.
    if [ "$lock" = requirements-dev.lock ]; then cp "$root/requirements.lock" "$stamps/requirements.lock"; fi
}
