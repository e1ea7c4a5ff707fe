#!/bin/sh
# Makes the certificates with which the parts of a deployment know each other, and the key file of the MongoDB replica set:
#   deploy/certs/<part>/…   each part mounts its own folder and no other
#   deploy/certs/ca.key     signs them; keep it away from the machine afterwards (renewal needs it back)
#
#   sudo sh deploy/make-certs.sh            makes what is missing
#   sudo sh deploy/make-certs.sh --renew    issues every certificate anew (authority and key file stay)
#
# CERTS_DIR is another folder than deploy/certs; CERTS_DAYS another validity than 825 days.
set -eu

certs="${CERTS_DIR:-$(dirname "$0")/certs}"
days="${CERTS_DAYS:-825}"
renew="${1:-}"

if [ -n "$renew" ] && [ "$renew" != --renew ]; then
  echo "usage: make-certs.sh [--renew]" >&2
  exit 2
fi
if ! command -v openssl > /dev/null; then
  echo "openssl is needed" >&2
  exit 1
fi

umask 077
mkdir -p "$certs"
# The folders of the parts are entered by users of containers, who read what is theirs and cannot list the rest.
chmod 711 "$certs"

new_key() {
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2> /dev/null
}

if [ ! -f "$certs/ca.key" ]; then
  if [ -f "$certs/ca.crt" ]; then
    echo "$certs/ca.key is not here; bring it back to renew, or remove the whole folder to begin anew" >&2
    exit 1
  fi
  new_key "$certs/ca.key"
  openssl req -x509 -new -key "$certs/ca.key" -sha256 -days 3650 -subj "/CN=Zhengzhi deployment" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -out "$certs/ca.crt"
fi

# issue <part> <usage> <user id> [host names…]
issue() {
  part="$1" usage="$2" owner="$3"
  shift 3
  folder="$certs/$part"
  mkdir -p "$folder"
  if [ ! -f "$folder/tls.crt" ] || [ -n "$renew" ]; then
    {
      echo "basicConstraints=critical,CA:FALSE"
      echo "keyUsage=critical,digitalSignature"
      echo "extendedKeyUsage=$usage"
      if [ "$#" -gt 0 ]; then
        names=""
        for host in "$@"; do names="$names,DNS:$host"; done
        echo "subjectAltName=${names#,}"
      fi
    } > "$folder/extensions"
    new_key "$folder/tls.key"
    openssl req -new -key "$folder/tls.key" -subj "/CN=$part" -out "$folder/request"
    openssl x509 -req -in "$folder/request" -CA "$certs/ca.crt" -CAkey "$certs/ca.key" -set_serial "0x$(openssl rand -hex 16)" \
      -sha256 -days "$days" -extfile "$folder/extensions" -out "$folder/tls.crt" 2> /dev/null
    # MongoDB wants both in one file.
    cat "$folder/tls.crt" "$folder/tls.key" > "$folder/tls.pem"
    rm "$folder/request" "$folder/extensions"
    echo "$part: $usage${*:+ for $*}"
  fi
  cp "$certs/ca.crt" "$folder/ca.crt"
  if [ "$part" = mongo ] && [ ! -f "$folder/keyfile" ]; then
    openssl rand -base64 756 > "$folder/keyfile"
  fi
  chmod 500 "$folder"
  chmod 400 "$folder"/*
  if [ "$(id -u)" = 0 ]; then chown -R "$owner:$owner" "$folder"; fi
}

unlock() {
  for folder in "$certs"/*/; do
    if [ -d "$folder" ]; then chmod 700 "$folder" && chmod 600 "$folder"/*; fi
  done
}

unlock
# The user ids are those of the images: 999 in postgres and mongo, 1000 in Temporal's images and in node.
issue postgres serverAuth 999 postgres
issue mongo serverAuth,clientAuth 999 mongo localhost
issue temporal serverAuth,clientAuth 1000 temporal
# Only these may call Temporal.
issue api clientAuth 1000
issue worker clientAuth 1000
issue operator clientAuth 1000

if [ "$(id -u)" != 0 ]; then
  echo "Not run as root: the keys belong to you, and the containers' users (999 and 1000) may not be able to read them." >&2
fi
echo "Certificates are in $certs, valid for $days days. Now move $certs/ca.key to a safe place."
