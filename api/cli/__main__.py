"""`python -m api.cli`, the same as `vorlagenwerk`."""

import sys

from api.cli.main import main

sys.exit(main())
