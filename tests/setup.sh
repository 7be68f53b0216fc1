#!/bin/sh
# Installs what building and testing need, on Debian 12 and its like. Does nothing where all of it is there.
# As an ordinary user it asks sudo; where there is no sudo it says which packages are missing.
set -eu

packages='g++ cmake ninja-build pkg-config python3 git
  libboost-dev libboost-program-options-dev libprotobuf-dev libsqlitecpp-dev libsqlite3-dev libyaml-cpp-dev
  libspdlog-dev libfmt-dev nlohmann-json3-dev libgtest-dev libgmock-dev mandoc bash-completion
  libpmix-dev mpich libmpich-dev openmpi-bin libopenmpi-dev'

missing=
for package in $packages; do
  dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "setup.sh: please install as root:$missing" >&2; exit 1; }
  as_root=sudo
fi
echo "setup.sh: installing$missing" >&2
$as_root apt-get update -qq
# shellcheck disable=SC2086 - a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
