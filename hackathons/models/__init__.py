from hackathons.models.hackathon import Hackathon, State
from hackathons.models.membership import Membership
from hackathons.models.task import Claim, WorkItem
from hackathons.models.wall import Unshown

__all__ = ["Claim", "Hackathon", "Membership", "State", "Unshown", "WorkItem"]
