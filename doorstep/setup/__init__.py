"""Makes a checkout ready to run: two environments, styles, encoder, model. Standard library only.

Any Python from 3.9 runs it, before anything is installed: `python3 -m doorstep.setup`.
"""
