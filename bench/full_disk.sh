#!/bin/bash
# Fills the disk under a run, at many points, then gives it room again: each time one clear sentence, exit code 1, and in the end the same
# bytes as a run that never met a full disk.
#
#     bench/full_disk.sh RECIPE FOLDER     (as root: it mounts a tmpfs; FOLDER is empty and gets the logs)
#
# STAGE names the command that is run (default run; data where only that stage is of interest, TOKEN and TRAIN are then left out).
# SOCLE names the program (default ./socle). The recipe should have text of a few megabytes, data.keep-annotated, passages and a short
# training with several checkpoints, so that every kind of file is met: ledger, notes, sort runs, parts, index, token shards, checkpoints.
set -u
recipe=$1 folder=$2 stage=${STAGE:-run} socle=${SOCLE:-./socle} mount=$2/mount failed=0
mkdir -p "$mount" "$folder/logs"
trap 'umount "$mount" 2>/dev/null' EXIT
room() { mount -o "${2:-}size=$1k" -t tmpfs tmpfs "$mount"; }
same() { for s in data token model; do [ -d "$folder/reference/$s" ] || continue; cmp -s "$mount/run/$s/manifest.json" "$folder/reference/$s/manifest.json" || { echo "    $s differs"; failed=1; }; done; }

"$socle" "$stage" "$recipe" --into "$folder/reference" > "$folder/logs/reference" 2>&1 || { cat "$folder/logs/reference"; exit 1; }

# name of the point, kilobytes that are free when the stages begin, stages that are done before
point() {
    umount "$mount" 2>/dev/null
    room 1000000
    for before in $3; do "$socle" "$before" "$recipe" --into "$mount/run" > "$folder/logs/before" 2>&1 || { cat "$folder/logs/before"; exit 1; }; done
    used=$(df -k --output=used "$mount" | tail -1)
    room $((used + $2)) remount,
    "$socle" "$stage" "$recipe" --into "$mount/run" > "$folder/logs/$1" 2>&1
    code=$?
    said=$(grep -a '^socle: ' "$folder/logs/$1" | tail -1)
    echo "$1: exit $code: ${said//$mount\//}"
    case "$code:$said" in
        0:*) ;; # it had enough
        1:*"the disk is full; free some space"*) ;;
        *) failed=1; tail -5 "$folder/logs/$1" ;;
    esac
    grep -qa '	at ' "$folder/logs/$1" && { echo "    a stack trace"; failed=1; }
    room 1000000 remount,
    "$socle" "$stage" "$recipe" --into "$mount/run" > "$folder/logs/$1.again" 2>&1 || { tail -3 "$folder/logs/$1.again"; failed=1; }
    same
}

for kilobytes in ${DATA:-4 64 2000 16000 19000 26000 34000 42000 50000}; do point "data-$kilobytes" "$kilobytes" ""; done
[ "$stage" = run ] || exit $failed
for kilobytes in ${TOKEN:-8 100 1500 4000 5500}; do point "token-$kilobytes" "$kilobytes" data; done
for kilobytes in ${TRAIN:-8 300 1500 3000 5000}; do point "train-$kilobytes" "$kilobytes" "data token"; done
exit $failed
