"""A ticket's meaning -> the bytes of its paper, and their picture. Pure: no socket, no disk but the bundled font."""
