@echo off
rem The `patchbay` command: the app's own Electron, running as Node.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0patchbay-app.exe" "%~dp0resources\app.asar\out\patchbay.js" %*
