"""What several adapters share: rate limits, HTTP listening, proxies, reading payloads."""
