"""What leaves the desk: the case pack, the slip that carries its password, and sheets."""
