"""Bodies of requests and answers, by screen. Money is a decimal string, time is UTC ISO 8601."""
