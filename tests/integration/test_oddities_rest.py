"""The oddities that test_oddities.py leaves to the slow half."""
import unittest

import test_oddities


class TheRest(test_oddities.Oddities):
    fast = False


if __name__ == "__main__":
    unittest.main()
