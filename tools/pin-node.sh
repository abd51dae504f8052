#!/bin/sh
# npm 10 forgets to link the Node that the lock file pins, because it drops the package of the other processor after linking.
# Without the link, `node` in npm scripts and npx would be the machine's own.
set -e
cd "$(dirname "$0")/../node_modules"
for node in node-linux-*/bin/node; do
  [ -x "$node" ] || continue
  mkdir -p .bin
  ln -sf "../$node" .bin/node
done
