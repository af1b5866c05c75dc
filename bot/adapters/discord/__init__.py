"""Discord: a gateway connection for what members do, REST for everything that is answered."""
