"""Makes isolation-forest.json: scikit-learn's trees and scores, on data of a seeded generator.

    pip install scikit-learn==1.5.2 && python3 make.py > isolation-forest.json

Values are multiples of 1/64, because scikit-learn's trees compare in single precision.
"""
import json

import numpy
import sklearn
from sklearn.ensemble import IsolationForest

chance = numpy.random.default_rng(20260101)
normal = chance.normal(0, 1, (380, 3)) * [1, 2, 0.5] + [20, 45, 0]
strange = chance.uniform(-8, 8, (20, 3)) + [20, 45, 0]
points = numpy.round(numpy.vstack([normal, strange]) * 64) / 64
small = IsolationForest(n_estimators=5, max_samples=64, random_state=1).fit(points)
full = [IsolationForest(n_estimators=1000, max_samples=256, random_state=s).fit(points)
        for s in range(3)]


def nodes(tree):
    t = tree.tree_
    return [[int(f), float(h), int(l), int(r), int(n)] for f, h, l, r, n in zip(
        t.feature, t.threshold, t.children_left, t.children_right, t.n_node_samples)]


print(json.dumps({
    "scikit_learn": sklearn.__version__,
    "points": points.tolist(),
    "sample_count": 64,
    "trees": [nodes(t) for t in small.estimators_],
    "scores": (-small.score_samples(points)).tolist(),
    "full_scores": [numpy.round(-f.score_samples(points), 6).tolist() for f in full],
}))
