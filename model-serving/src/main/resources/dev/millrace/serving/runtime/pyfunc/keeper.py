"""Runs one command and ends it with everything it started.

    keeper.py MEMORY_LIMIT COMMAND...

It ends when the command does, with the command's exit code; when its standard input closes, which the server holds and
which closes however the server ends; or when the command and what it started hold more memory than the limit (in bytes,
0 for none). It is a process of its own because a model may hold Python's lock, or all of the processor, for as long as
it likes. Only the standard library, and little of it: one runs beside each worker.
"""

import os
import select
import signal
import sys

OUT_OF_MEMORY = 86
KILLED = 128 + signal.SIGKILL
SECONDS_BETWEEN_LOOKS = 0.1

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def prctl(option, value):
    """Linux alone has it; elsewhere the closed input and the process group have to do."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        pass


def become_command(command, keeper):
    os.setsid()
    # The keeper's one thread lives as long as the keeper: this is no death of a thread of the server's.
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != keeper:
        os._exit(KILLED)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        # Where memory runs out altogether, the system takes this and not the server.
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("900")
    except OSError:
        pass
    try:
        os.execvp(command[0], command)
    except OSError as error:
        print("cannot run %s: %s" % (command[0], error), file=sys.stderr, flush=True)
        os._exit(127)


def children(pid):
    try:
        found = []
        for thread in os.listdir("/proc/%d/task" % pid):
            with open("/proc/%d/task/%s/children" % (pid, thread)) as listed:
                found += [int(child) for child in listed.read().split()]
        return found
    except OSError:
        return []


def memory(pid):
    """Bytes of a process and its descendants that are not merely mapped from files."""
    total = 0
    try:
        with open("/proc/%d/status" % pid) as status:
            for line in status:
                if line.startswith(("RssAnon:", "RssShmem:")):
                    total += int(line.split()[1]) * 1024
    except OSError:
        return 0
    return total + sum(memory(child) for child in children(pid))


def exit_code(child):
    """Null while it runs. It stays unreaped, so that its number names nobody else."""
    ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if ended is None:
        return None
    return ended.si_status if ended.si_code == os.CLD_EXITED else 128 + ended.si_status


def reap_orphans(child):
    for pid in children(os.getpid()):
        if pid != child:
            os.waitpid(pid, os.WNOHANG)


def watch(child, limit, woken):
    while True:
        ready, _, _ = select.select([0, woken], [], [], SECONDS_BETWEEN_LOOKS if limit else None)
        if woken in ready:
            os.read(woken, 512)
            code = exit_code(child)
            if code is not None:
                return code
            reap_orphans(child)
        if 0 in ready and not os.read(0, 64):
            return KILLED
        if limit and memory(child) > limit:
            return OUT_OF_MEMORY


def end_all(child):
    try:
        os.killpg(child, signal.SIGKILL)
    except OSError:
        pass
    while True:
        for pid in children(os.getpid()) or [child]:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def main():
    limit, command = int(sys.argv[1]), sys.argv[2:]
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    # Whoever stops the server by a signal to its whole group lets it answer what it has first.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    keeper = os.getpid()
    child = os.fork()
    if child == 0:
        become_command(command, keeper)
    code = watch(child, limit, woken)
    end_all(child)
    os._exit(code)


main()
