"""Backups: made every few minutes by a process of their own, put back by `pos restore`, on this box or a spare one."""
