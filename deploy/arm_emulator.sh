# shellcheck shell=bash
# For the trials: `emulate_arm` has this machine's kernel hand programs for 64-bit ARM to qemu, and `end_emulation` ends that
# if it was begun here. A machine that is such an ARM, or does it already, is left as it is.
rules=/proc/sys/fs/binfmt_misc
emulated='' mounted_rules=''
emulate_arm() {
  [ "$(uname -m)" != aarch64 ] || return 0
  if [ ! -e $rules/register ]; then
    mount -t binfmt_misc none $rules || { echo "NOT TRIED ON ARM: this kernel has no binfmt_misc." >&2; return 1; }
    mounted_rules=yes
  fi
  local rule elf_of_arm=7f454c460201010000000000000000000200b700
  for rule in "$rules"/*; do
    if grep -qs "^magic $elf_of_arm" "$rule" && grep -q '^flags: .*F' "$rule"; then return 0; fi
  done
  rule=$(sed 's/^:[^:]*:/:simple-pos-trial:/' /usr/lib/binfmt.d/qemu-aarch64.conf) ||
    { echo 'NOT TRIED ON ARM: qemu-user-static is not installed.' >&2; return 1; }
  printf '%s\n' "$rule" >$rules/register
  emulated=$rules/simple-pos-trial
}
end_emulation() {
  if [ -n "$emulated" ]; then echo -1 >"$emulated"; fi
  if [ -n "$mounted_rules" ]; then umount $rules; fi
  emulated='' mounted_rules=''
}
