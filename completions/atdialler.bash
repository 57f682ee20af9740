# SPDX-License-Identifier: MIT
#
# Completion of atdialler's options and their values for bash(1). --help says which there are, and
# what each wants: FILE, or one of several|words.

# The argument that --help shows for an option, such as --log-level.
_atdialler_argument()
{
	"$1" --help 2>/dev/null | sed -n "s/^  \(-.,\|   \) $2 \([^ ][^ ]*\).*/\2/p"
}

_atdialler_values()     # PROGRAM OPTION
{
	local argument
	argument=$(_atdialler_argument "$1" "$2")

	case $2,$argument in
	*,*'|'*) echo "${argument//|/ }" ;;
	--device,*) echo auto usb: tcp: /dev/serial/by-id/* /dev/ttyUSB* /dev/ttyACM* ;;
	--modem,*) echo auto; "$1" --list-modems 2>/dev/null | sed 's/ .*//' ;;
	--url,*) echo wss:// ;;
	*,sha256:*) echo sha256: ;;
	esac
}

_atdialler()
{
	local program=${COMP_WORDS[0]} current=$2 before=$3

	# bash takes --option=value for three words.
	if [[ $current == = ]]; then
		current=
	elif [[ $before == = ]]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	case $before in
	-b) before=--baud ;;
	-c) before=--config ;;
	-d) before=--device ;;
	-m) before=--modem ;;
	-u) before=--url ;;
	esac

	COMPREPLY=()
	case $before,$(_atdialler_argument "$program" "$before") in
	--connect-to,*)
		mapfile -t COMPREPLY < <(compgen -A hostname -- "$current")
		;;
	*,FILE)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		;;
	*,?*)
		mapfile -t COMPREPLY < <(shopt -s nullglob
			compgen -W "$(_atdialler_values "$program" "$before")" -- "$current")
		[[ $current != *:* ]] || ! declare -F __ltrim_colon_completions >/dev/null ||
			__ltrim_colon_completions "$current"
		;;
	*)
		mapfile -t COMPREPLY < <(compgen -W "$("$program" --help 2>/dev/null |
			sed -n 's/^  \(-.,\|   \) \(--[a-z-]*\).*/\2/p')" -- "$current")
		;;
	esac
}

complete -F _atdialler atdialler
