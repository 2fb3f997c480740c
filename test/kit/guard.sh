# Ends processes and removes folders once its input closes, which happens when the process that started it is gone.
# Reads lines: "process PID", "released PID", "folder PATH".

# Prints when a living process started, so that a number which now belongs to somebody else is left alone.
born() {
  if [ -d /proc/self ]; then
    sed -n 's/^.*) \([^Z]\) /\1 /p' "/proc/$1/stat" | cut -d ' ' -f 20
  else
    ps -o lstart= -p "$1" | tr -s ' ' '_'
  fi
}

# Sends a signal to all that still run, and sets "sent" when there was one.
signal() {
  for entry in $processes; do
    if [ "$(born "${entry%%:*}")" = "${entry#*:}" ]; then
      kill "-$1" "${entry%%:*}"
      sent=yes
    fi
  done
}

processes=' '
folders=''
newline='
'
while read -r kind value; do
  case "$kind" in
    process)
      born=$(born "$value")
      if [ -n "$born" ]; then processes="$processes$value:$born "; fi
      ;;
    released) processes=$(printf '%s' "$processes" | sed "s/ $value:[^ ]*//g") ;;
    folder) folders="$folders$value$newline" ;;
  esac
done

signal INT
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  sent=''
  signal 0
  if [ -z "$sent" ]; then break; fi
  sleep 0.2
done
signal QUIT
sleep 0.2
signal KILL
printf '%s' "$folders" | while read -r folder; do rm -rf "$folder"; done
