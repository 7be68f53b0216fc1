# Bash completion for minislurm's commands: options (asked of the command itself, so that they never differ from what
# it takes), and what lives in the cluster now: job ids, node and partition names, reservations, users, states.
# Needs nothing but bash; with the package bash-completion it is loaded when a command is first completed.

# Lists. A completion never starts a controller, and never speaks.
_minislurm_ask() { MINISLURM_AUTOSTART=0 command "$@" 2>/dev/null; }
_minislurm_jobs() { _minislurm_ask squeue -h -o '%i' "$@" | tr -d ' '; }
_minislurm_partitions() { _minislurm_ask sinfo -h -o '%R' | sort -u; }
_minislurm_nodes() { _minislurm_ask sinfo -h -N -o '%N' | sort -u; }
_minislurm_reservations() { _minislurm_ask scontrol -o show reservation | sed -n 's/^ReservationName=\([^ ]*\).*/\1/p'; }
_minislurm_features() { _minislurm_ask sinfo -h -o '%f' | tr ',' '\n' | grep -v '^(null)$' | sort -u; }
_minislurm_gres() { _minislurm_ask sinfo -h -o '%G' | tr ',' '\n' | sed 's/:[0-9]*$//' | grep -v '^(null)$' | sort -u; }
_minislurm_names() { _minislurm_ask squeue -h -o '%j' | sort -u; }
_minislurm_states() {
  echo pending running suspended completed cancelled failed timeout node_fail preempted boot_fail deadline \
    out_of_memory completing configuring all
}
_minislurm_node_states() { echo idle mixed allocated completing drain drained draining down reserved unknown; }

# The options that a command lists in its help: "--name", "--name=" where a value must follow, and "-l".
_minislurm_options() {
  _minislurm_ask "$1" --help | grep -oE '^ +(-[a-zA-Z0-9](,|$| ))? *(--[a-zA-Z0-9][-a-zA-Z0-9]*=?)?' |
    grep -oE -- '-+[-a-zA-Z0-9]+=?' | sort -u
}

# Offers the words that fit. A list such as "debug,sho" is completed behind its last comma.
_minislurm_offer() {
  local cur=$1 head= word
  shift
  if [[ $cur == *,* ]]; then
    head=${cur%,*},
    cur=${cur##*,}
  fi
  while IFS= read -r word; do [[ -n $word ]] && COMPREPLY+=("$head$word"); done < <(compgen -W "$*" -- "$cur")
}

# What may follow the option $2 of command $1. Returns 1 where that is a free text, or where there is no such option.
_minislurm_value() {
  local command=$1 option=$2 cur=$3
  case $command:$option in
    *:-p | *:--partition | *:--partitions) _minislurm_offer "$cur" "$(_minislurm_partitions)" ;;
    sacct:-N | squeue:-w | *:--nodelist | *:--nodes | *:--exclude | sbatch:-[wx] | srun:-[wx] | salloc:-[wx] | scancel:-w | sinfo:-n)
      [[ $command:$option == s[bra]*:--nodes && $command != sacct ]] && return 1
      _minislurm_offer "$cur" "$(_minislurm_nodes)" ;;
    squeue:-j | sacct:-j | sstat:-j | *:--jobs | *:--job | *:--jobid) _minislurm_offer "$cur" "$(_minislurm_jobs)" ;;
    *:--dependency | s*:-d)
      local kinds='after: afterany: afterok: afternotok: aftercorr: singleton'
      if [[ $cur == *:* ]]; then
        local head=${cur%:*}:
        COMPREPLY+=($(compgen -P "$head" -W "$(_minislurm_jobs)" -- "${cur##*:}"))
      else
        compopt -o nospace 2>/dev/null
        _minislurm_offer "$cur" "$kinds"
      fi ;;
    sinfo:-t | sinfo:--states) _minislurm_offer "$cur" "$(_minislurm_node_states)" ;;
    squeue:-t | squeue:--states | sacct:-s | sacct:--state | scancel:-t | scancel:--state)
      _minislurm_offer "$cur" "$(_minislurm_states)" ;;
    *:-u | *:--user | *:--users | *:--uid) _minislurm_offer "$cur" "$(compgen -u)" ;;
    *:--reservation | scancel:-R | squeue:-R) _minislurm_offer "$cur" "$(_minislurm_reservations)" ;;
    *:-C | *:--constraint) _minislurm_offer "$cur" "$(_minislurm_features)" ;;
    *:--gres) _minislurm_offer "$cur" "$(_minislurm_gres)" ;;
    *:-n | *:--name | *:--jobname)
      [[ $command == squeue || $command == scancel || $option == --jobname ]] || return 1
      _minislurm_offer "$cur" "$(_minislurm_names)" ;;
    *:-s | *:--signal)
      [[ $command == scancel ]] || return 1
      _minislurm_offer "$cur" "TERM KILL INT HUP USR1 USR2 STOP CONT" ;;
    *:--mail-type) _minislurm_offer "$cur" "NONE BEGIN END FAIL REQUEUE ALL TIME_LIMIT TIME_LIMIT_80 ARRAY_TASKS" ;;
    *:--export) _minislurm_offer "$cur" "ALL NONE NIL $(compgen -e)" ;;
    *:--open-mode) _minislurm_offer "$cur" "append truncate" ;;
    *:-m | *:--distribution) _minislurm_offer "$cur" "block cyclic plane arbitrary" ;;
    *:-D | *:--chdir) COMPREPLY+=($(compgen -d -- "$cur")) ;;
    *:-o | *:--output | *:-e | *:--error | *:-i | *:--input)
      [[ $command == s[bra]* && $command != sacct ]] || return 1
      COMPREPLY+=($(compgen -f -- "$cur")) ;;
    *) return 1 ;;
  esac
}

_minislurm_scontrol() {
  local cur=$1 verb=${2-} entity=${3-}
  case $verb:$entity in
    :) _minislurm_offer "$cur" "show update create delete hold uhold release requeue requeuehold suspend resume top
         wait_job notify write completing listpids listjobs liststeps pidinfo getaddrs ping reconfigure setdebug
         setdebugflags fsdampeningfactor shutdown cluster errnumstr version help" ;;
    show:) _minislurm_offer "$cur" "aliases assoc_mgr config daemons hostlist hostlistsorted hostnames job license node
         partition reservation resources step topology topoconf" ;;
    show:job* | show:step*) _minislurm_offer "$cur" "$(_minislurm_jobs)" ;;
    show:node*) _minislurm_offer "$cur" "$(_minislurm_nodes)" ;;
    show:part*) _minislurm_offer "$cur" "$(_minislurm_partitions)" ;;
    show:res*) _minislurm_offer "$cur" "$(_minislurm_reservations)" ;;
    hold:* | uhold:* | release:* | requeue*:* | suspend:* | resume:* | top:* | wait_job:*)
      _minislurm_offer "$cur" "$(_minislurm_jobs)" ;;
    notify: | listpids: | show:resources) _minislurm_offer "$cur" "$(_minislurm_jobs)" ;;
    setdebug:) _minislurm_offer "$cur" "quiet fatal error info verbose debug debug2 debug3 debug4 debug5" ;;
    getaddrs: | listjobs: | liststeps:) _minislurm_offer "$cur" "$(_minislurm_nodes)" ;;
    write:) _minislurm_offer "$cur" "batch_script config" ;;
    write:*) _minislurm_offer "$cur" "$(_minislurm_jobs)" ;;
    update:* | create:* | delete:*)
      case ${cur,,} in
        jobid=*) COMPREPLY+=($(compgen -P "${cur%%=*}=" -W "$(_minislurm_jobs)" -- "${cur#*=}")) ;;
        nodename=*) COMPREPLY+=($(compgen -P "${cur%%=*}=" -W "$(_minislurm_nodes)" -- "${cur#*=}")) ;;
        partitionname=* | partition=*)
          COMPREPLY+=($(compgen -P "${cur%%=*}=" -W "$(_minislurm_partitions)" -- "${cur#*=}")) ;;
        reservationname=*) COMPREPLY+=($(compgen -P "${cur%%=*}=" -W "$(_minislurm_reservations)" -- "${cur#*=}")) ;;
        *)
          compopt -o nospace 2>/dev/null
          _minislurm_offer "$cur" "JobId= NodeName= PartitionName= ReservationName= TimeLimit= Partition= Priority=
            Nice= Comment= State= Reason= NumNodes= Features= Dependency= MaxTime= StartTime= Duration= Users= Nodes=" ;;
      esac ;;
  esac
}

_minislurm_sacctmgr() {
  local cur=$1 verb=${2-} entity=${3-}
  case $verb:$entity in
    :) _minislurm_offer "$cur" "add associations archive clear create delete dump exit help list load modify oneliner
         ping quiet quit readonly reconfigure remove show shutdown verbose version" ;;
    list: | show:) _minislurm_offer "$cur" "account association cluster configuration event federation instance problem
         qos reservation resource runawayjobs stats transaction tres user wckey" ;;
    add: | create: | delete: | remove: | modify:) _minislurm_offer "$cur" "account cluster coordinator qos user" ;;
    list:* | show:* | add:* | create:* | delete:* | remove:* | modify:*)
      case $cur in
        *=*) ;;
        *)
          compopt -o nospace 2>/dev/null
          _minislurm_offer "$cur" "account= user= cluster= name= format= partition= qos= fairshare= where set tree
            withassoc withcoord" ;;
      esac ;;
    dump:) _minislurm_offer "$cur" "$(_minislurm_ask sacctmgr -n list cluster format=cluster)" ;;
    load:*) COMPREPLY+=($(compgen -f -- "$cur")) ;;
  esac
}

_minislurm_sreport() {
  local cur=$1 kind=${2-} report=${3-}
  case $kind:$report in
    :) _minislurm_offer "$cur" "cluster job reservation user exit help nonparsable parsable parsable2 quiet quit time
         verbose version" ;;
    cluster:) _minislurm_offer "$cur" "AccountUtilizationByUser AccountUtilizationByQOS UserUtilizationByAccount
         UserUtilizationByWckey Utilization WCKeyUtilizationByUser" ;;
    job:) _minislurm_offer "$cur" "SizesByAccount SizesByAccountAndWcKey SizesByWcKey" ;;
    reservation:) _minislurm_offer "$cur" "Utilization" ;;
    user:) _minislurm_offer "$cur" "TopUsage" ;;
    time:) _minislurm_offer "$cur" "Seconds Minutes Hours Percent SecPer MinPer HourPer" ;;
    *)
      compopt -o nospace 2>/dev/null
      _minislurm_offer "$cur" "start= end= format= accounts= users= wckeys= grouping= topcount= tree group flatview
        acctasparent printjobcount" ;;
  esac
}

# Joins what bash split at "=" and ":" (COMP_WORDBREAKS), and cuts the answer the same way behind.
_minislurm() {
  local command=${1##*/} line cur previous word
  local -a words plain
  COMPREPLY=()
  line=${COMP_LINE:0:COMP_POINT}
  read -ra words <<<"$line"
  cur=
  [[ $line == *[[:space:]] ]] || cur=${words[-1]}
  previous=${words[-1]}
  [[ -n $cur ]] && previous=${words[${#words[@]} - 2]}

  # The words that are no options, before the current one.
  for word in "${words[@]:1:${#words[@]} - 1 - (${#cur} > 0)}"; do [[ $word == -* ]] || plain+=("$word"); done

  if [[ $cur == --*=* ]]; then
    local name=${cur%%=*}
    _minislurm_value "$command" "$name" "${cur#*=}"
    COMPREPLY=("${COMPREPLY[@]/#/$name=}")
  elif [[ $cur == -* ]]; then
    _minislurm_offer "$cur" "$(_minislurm_options "$command")"
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  elif [[ $previous == -* ]] && _minislurm_value "$command" "$previous" "$cur"; then
    :
  else
    case $command in
      scontrol) _minislurm_scontrol "$cur" "${plain[@]}" ;;
      sacctmgr) _minislurm_sacctmgr "$cur" "${plain[@]}" ;;
      sreport) _minislurm_sreport "$cur" "${plain[@]}" ;;
      seff) _minislurm_offer "$cur" "$(_minislurm_ask sacct -nX -o jobid%20 | tr -d ' ')" ;;
      scancel) _minislurm_offer "$cur" "$(_minislurm_jobs)" ;;
      sbatch) COMPREPLY+=($(compgen -f -- "$cur")) ;;
      srun | salloc) COMPREPLY+=($(compgen -c -- "$cur") $(compgen -f -- "$cur")) ;;
    esac
  fi

  # Readline replaces only what follows the last of its own word breaks.
  local typed=${COMP_WORDS[COMP_CWORD]}
  [[ $typed == [=:] ]] && typed=
  local head=${cur%"$typed"}
  [[ -n $head ]] && COMPREPLY=("${COMPREPLY[@]#"$head"}")
}

complete -o default -F _minislurm sbatch srun salloc squeue sinfo scontrol scancel sacct sacctmgr sreport seff sdiag sprio sshare sattach sbcast sstat
