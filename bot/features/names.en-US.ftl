# A name that cannot be seen, or that nobody knows here
somebody = Somebody
