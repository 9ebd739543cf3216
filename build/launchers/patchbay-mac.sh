#!/bin/sh
# The `patchbay` command: the app's own Electron, running as Node. In Patchbay.app/Contents/Resources.
file=$0
while [ -L "$file" ]; do
  link=$(readlink "$file")
  case $link in /*) file=$link ;; *) file=$(dirname "$file")/$link ;; esac
done
contents=$(cd "$(dirname "$file")/.." && pwd)
ELECTRON_RUN_AS_NODE=1 exec "$contents/MacOS/patchbay-app" "$contents/Resources/app.asar/out/patchbay.js" "$@"
