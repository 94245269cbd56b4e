#!/bin/sh
# Assembles the programs with GNU binutils, runs them on qemu-system-aarch64 and records what they print as
# NAME.expected. A NAME.manual, if there is one, holds the lines where QEMU differs from the manual (see
# QEMU-DIFFERENCES.md), in their order: "-" a line that QEMU prints, "+" the lines that are right (perhaps none).
# NAME.expected has what is right.
#   test/system/record.sh [NAME...]       --check: compare only, write nothing
set -eu
cd "$(dirname "$0")"
check=
if [ "${1:-}" = --check ]; then check=1; shift; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- $(ls *.s | sed 's/\.s$//')
status=0
for name; do
  aarch64-linux-gnu-as -I . -o "$work/$name.o" "$name.s"
  aarch64-linux-gnu-ld --no-warn-rwx-segments -n -Ttext=0x40080000 -o "$work/$name.elf" "$work/$name.o"
  timeout 60 qemu-system-aarch64 -M virt,virtualization=on,secure=on -cpu cortex-a72 -smp 1 -m 128 -nic none -display none \
    -monitor none -serial none -parallel none -chardev "file,id=console,path=$work/$name.out" \
    -semihosting-config enable=on,target=native,chardev=console -kernel "$work/$name.elf" ||
    { echo "$name: QEMU ended with $?"; status=1; }
  if [ -f "$name.manual" ]; then
    awk -v name="$name" '
      NR == FNR { if (/^-/) wrong[++n] = substr($0, 2); else if (/^\+/) right[n] = right[n] substr($0, 2) "\n"; next }
      FNR == 1 { i = 1 }
      i <= n && $0 == wrong[i] { printf "%s", right[i++]; next }
      { print }
      END { if (i <= n) { print name ": QEMU did not print: " wrong[i] | "cat >&2"; exit 1 } }
    ' "$name.manual" "$work/$name.out" >"$work/$name.right" || status=1
    mv "$work/$name.right" "$work/$name.out"
  fi
  if [ -n "$check" ]; then
    diff -u "$name.expected" "$work/$name.out" || { echo "$name: differs"; status=1; }
  else
    cp "$work/$name.out" "$name.expected"
    echo "$name: $(wc -l <"$name.expected") lines"
  fi
done
exit $status
