"""`up`: the whole product on this machine, started, watched over and ended as one."""
