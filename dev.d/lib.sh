# Shared by the scripts of this folder; sourced, with the repository's root as the working directory.
set -euo pipefail

say() { printf '== %s\n' "$*" >&2; }

die() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}

# How many compilers may run at once: one a processor, but 1.5 GiB of memory for each. JOBS=N overrides.
jobs_allowed() {
  if [ -n "${JOBS:-}" ]; then
    echo "$JOBS"
    return
  fi
  local cpus memory_kb by_memory
  cpus=$(nproc)
  memory_kb=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)
  by_memory=$((memory_kb / (1536 * 1024)))
  [ "$by_memory" -ge 1 ] || by_memory=1
  if [ "$cpus" -lt "$by_memory" ]; then echo "$cpus"; else echo "$by_memory"; fi
}

# configure PRESET: only when the build folder is new or older than the presets; afterwards the build reruns CMake itself.
configure() {
  local folder="build/$1"
  if [ ! -f "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/CMakeCache.txt" ]; then
    say "configure $1"
    cmake --preset "$1" >"$folder.log" 2>&1 || {
      cat "$folder.log" >&2
      die "configuring the preset $1 failed; the text above says why (kept in $folder.log)"
    }
    touch "$folder/CMakeCache.txt"
  fi
}
