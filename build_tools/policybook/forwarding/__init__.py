"""Where each address leads that was ever published.

Links outlive what they lead to: a policy gets another name, a grouping another key, a change
moves to another service. The data says with aliases what readers now find in its place.

`aliases` is what they stand for, `reading` what an address says of itself, `forwarding` leads one to the
other, and `recording` is what anchors.lock should say.
"""
