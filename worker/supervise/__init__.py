"""`up`: the whole product on this machine, started, watched over and ended as one.

What the parts are is said by the command line; here is how processes are kept.
"""

from worker.supervise.broker import EmbeddedBroker, prepare_broker
from worker.supervise.folder import HeldFolder, hold_folder
from worker.supervise.lines import Line
from worker.supervise.process import Part
from worker.supervise.supervisor import ME, Supervisor

__all__ = ["ME", "EmbeddedBroker", "HeldFolder", "Line", "Part", "Supervisor", "hold_folder", "prepare_broker"]
