#!/usr/bin/env bash
# usage: train/train.sh DATA OUT   (from the checkout's root; DATA: ../shared/data, OUT: a folder for inputs, logs, weights)
# From treebanks to OUT/weights.bin: linear tables, a large network, then the shipped one that learns from both.
# About an hour on one idle core. The same data, revision and machine give the same bytes: one thread, fixed seeds and epochs.
set -euo pipefail
data=$1 out=$2 tools=build/release python=/usr/bin/python3
export OPENBLAS_NUM_THREADS=1
ud=$data/ud own=train/data common="--data $data --inputs $out/inputs"
mkdir -p "$out"
train/inputs.sh "$out/inputs"
# Lemmas and ends of sentences (and names, for the network that is not there yet).
{ cat "$data/ner/uner-ewt-train.iob2"; $python train/gum_names.py "$ud/gum/train.conllu" $own/own.conllu; } >"$out/names.iob2"
$tools/hudna_train_linear --names-only "$out/linear.bin" "$out/names.iob2" "$ud/ewt/train.conllu" "$ud/gum/train.conllu" \
  $own/own.conllu $own/own.conllu $own/own.conllu $own/more.conllu $own/more.conllu
# News and war histories without trees, cut into sentences with those tables.
$python train/raw_text.py "$data" "$out/raw"
for part in "$out"/raw/*.txt; do $tools/hudna_print --tokens "$out/linear.bin" <"$part"; done >"$out/raw.conllu"
# The teacher: four times the work of the shipped network, so too slow to ship.
$python train/train.py $common --out "$out/teacher" --own $own/own.conllu --epochs 18 --stop 14 --width 384 --layers 4 --arc 128 --label 128 \
  --lr 2e-3 --drop-input 0.15 --drop-layer 0.25 --drop-top 0.3 --drop-label 0.15 --own-drop 0.2 --word-drop 0.08 --w-uner 1.5 --w-fine 1 \
  --quantise-from 2
$python train/train.py $common --out "$out/student" --epochs 24 --teacher "$out/teacher/network.pt" --raw "$out/raw.conllu" --raw-share 0.4 \
  --w-uner 1.5 --w-fine 1 --test
$tools/hudna_train_linear --join "$out/joined.bin" "$out/linear.bin" "$out/student/network.bin"
# The name tagger beside the network, on the network's tags. Half a minute; this step alone does for a changed list of names.
$tools/hudna_train_linear --names "$out/joined.bin" "$out/weights.bin" "$out/names.iob2"
