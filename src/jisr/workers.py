"""Worker processes: each computes one function for the items that it is sent.

Workers are processes of their own, because Python computes in one thread at a time. Each is sent the function first,
and then one item after another through a pipe. When this process ends, for whatever reason, the pipe does, and so do
they.
"""

import gc
import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, Self, TypeVar

from jisr.allocator import keep_memory
from jisr.errors import EngineError, JisrError

__all__ = ["Worker", "WorkerDeath", "serve"]

Item = TypeVar("Item")
Result = TypeVar("Result")

PIPE_SIZE = 1 << 17
"""Number of bytes that wait in a pipe, twice the default, where it can be set: a block of lines takes fewer turns. With
256 workers it is all that Linux allows an ordinary user."""
SIZE_BYTES = 8
"""Length of the number before a result, which says how many bytes it has."""
PROGRAM = "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from jisr.workers import serve; serve()"


class WorkerDeath(EngineError):  # noqa: N818 - named for what happened
    """A worker has ended before its work."""


class Worker(Generic[Item, Result]):
    """A process that computes a function; it is killed at the end of the ``with`` block.

    :raises EngineError: if it cannot be started.
    """

    def __init__(self, function: Callable[[Item], Result]) -> None:
        try:
            # In a group of its own it is not reached by Ctrl-C, which is for this process to handle.
            self.process = subprocess.Popen(  # noqa: S603 - ours
                [sys.executable, "-c", PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                pipesize=PIPE_SIZE,
                process_group=0,
            )
        except OSError as error:
            raise EngineError(f"a worker process cannot be started: {error.strerror}", hint="--workers 1") from None
        self.unsent: SimpleQueue[bytes | None] = SimpleQueue()
        self.sender = Thread(target=self.send_all, daemon=True)
        self.sender.start()
        self.send(sys.path)
        self.send(function)

    def fileno(self) -> int:
        """Return the file descriptor from which there is something to read when a result has come or it is dead."""
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    def send(self, what: Any) -> None:  # noqa: ANN401 - the path, the function or an item
        """Send something to the worker, without waiting until it reads it."""
        self.unsent.put(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))

    def send_all(self) -> None:
        """Send what there is to send, until there is None or the worker is dead, which is seen by what it returns."""
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            while (data := self.unsent.get()) is not None:
                self.process.stdin.write(data)
                self.process.stdin.flush()

    def receive(self) -> Result:
        """Return the result for the first item that was sent and has none yet.

        :raises WorkerDeath: if the worker is dead; or the error that the function raised.
        """
        size = int.from_bytes(self.read(SIZE_BYTES), "big")
        result, error = pickle.loads(self.read(size))  # noqa: S301 - ours
        if error is not None:
            raise error
        return result  # type: ignore[no-any-return]

    def read(self, size: int) -> bytearray:
        """Return so many bytes from the worker, and read no more: what is left can be waited for.

        :raises WorkerDeath: if it is dead.
        """
        data = bytearray(size)
        rest = memoryview(data)
        while rest:
            count = os.readv(self.fileno(), [rest])
            if not count:
                raise self.death()
            rest = rest[count:]
        return data

    def death(self) -> WorkerDeath:
        """Return the error of a worker that has ended before its work."""
        code = self.process.wait()
        return WorkerDeath(f"a worker process ended with {code}; was it killed for its memory?", hint="--workers 1")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.unsent.put(None)
        self.sender.join()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what was not sent yet cannot be
                if stream is not None:
                    stream.close()
        self.process.wait()


def serve() -> None:
    """Compute the function for one item after another, as a worker."""
    gc.set_threshold(100_000, 50, 50)  # as in the command line
    keep_memory()
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # so that nothing is printed between the results
    requests: SimpleQueue[Any] = SimpleQueue()
    # Read apart, so that the worker ends at once with the process that started it, even in the middle of an item.
    Thread(target=receive_requests, args=(requests,), daemon=True).start()
    function = requests.get()
    try:
        while True:
            item = requests.get()
            result: Any = None
            failure: Exception | None = None
            try:
                result = function(item)
            except JisrError as error:
                failure = error
            except Exception:
                failure = RuntimeError(traceback.format_exc())
            data = pickle.dumps((result, failure), pickle.HIGHEST_PROTOCOL)
            results.write(len(data).to_bytes(SIZE_BYTES, "big"))
            results.write(data)
            results.flush()
    except BrokenPipeError:
        os._exit(0)


def receive_requests(requests: "SimpleQueue[Any]") -> None:
    """Put the function and the items that are sent to a worker into a queue, until the sender ends."""
    try:
        while True:
            requests.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - from the process that started this one
    except (EOFError, pickle.UnpicklingError):  # also in the middle of an item
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
