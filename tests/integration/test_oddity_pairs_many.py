"""Two hundred of the pairs of test_oddity_pairs.py."""
import unittest

import test_oddity_pairs


class ManyPairs(test_oddity_pairs.Pairs):
    count = 200


if __name__ == "__main__":
    unittest.main()
