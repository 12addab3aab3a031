"""The services that write disciplinary reviews. The sweep flags breaches through reviews.services.breach_flagging."""
