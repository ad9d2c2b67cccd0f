"""The vendor's server: which restaurants may run. It never sees an order, a menu or a member of staff."""
