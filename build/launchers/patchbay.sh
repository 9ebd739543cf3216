#!/bin/sh
# The `patchbay` command: the app's own Electron, running as Node.
folder=$(dirname "$(readlink -f "$0")")
ELECTRON_RUN_AS_NODE=1 exec "$folder/patchbay-app" "$folder/resources/app.asar/out/patchbay.js" "$@"
