# What organizers must hear, below the answer to their next command
notice = **Notice:** { $words }
