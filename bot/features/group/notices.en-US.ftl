# What organizers must hear, below the answer to their next command
notice = **Notice:** { $words }
about = This is about the group in { $channel }.
