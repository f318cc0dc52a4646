#!/bin/sh
# build_as_vendor.sh BUILD PAGE ROOM: installs the SDK out of BUILD into ROOM/sdk and follows PAGE in ROOM/work, as a user who
# can't read the source tree when this runs as root. What the page puts into $PLUGINS lands in ROOM/plugins.
set -eu
build=$1 page=$2 room=$3
here=$(dirname "$0")

mkdir -p "$room/sdk" "$room/work" "$room/plugins"
cmake --install "$build" --component sdk --prefix "$room/sdk" > "$room/install.log"
source=$(cd "$here/../../.." && pwd)
if grep -rlF "$source" "$room/sdk"; then
  echo "the installed files above name the source tree" >&2
  exit 1
fi
python3 "$here/page.py" "$page" "$room/work" > "$room/work/commands.sh"

vendor=
if [ "$(id -u)" = 0 ]; then
  chown -R nobody: "$room/work" "$room/plugins"
  vendor="setpriv --reuid=nobody --regid=nogroup --clear-groups"
fi
cd "$room/work"
env -i PATH="$PATH" HOME="$room/work" PREFIX="$room/sdk" PLUGINS="$room/plugins" $vendor sh -x commands.sh
