"""What all tests share."""

import os

from hypothesis import settings

# The same examples in every run, so that a change fails or passes by itself; HYPOTHESIS_PROFILE=explore looks
# further. No deadlines: a slow machine is no fault of the code.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
