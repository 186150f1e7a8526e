"""Prints what VolumeUnderSurfaceTests compares with: VUS-PR put together from the authors' package.

    pip install vus==0.0.6 && python3 volume.py

The package's own `RangeAUC_volume_opt` counts the buffer's rows in the mass of events only where
they were predicted; the paper counts them all, as the package's `TPR_FPR_RangeAUC` does.
"""
import numpy as np
from vus.utils.metrics import metricor

judge = metricor()
count = 400
labels = np.zeros(count)
for first, last in [(40, 59), (120, 125), (130, 131), (300, 300), (390, 399)]:
    labels[first:last + 1] = 1
score = np.array([(i * 37 % 101) / 101 for i in range(count)])
score[45:62] += 0.5
score[118:123] += 0.7
score[300] += 0.2


def area(width):
    weights = judge.extend_postive_range(labels, window=width) if width else labels
    segments = judge.range_convers_new(weights)
    recalls, precisions = [0], []
    for place in np.linspace(0, count - 1, 250).astype(int):
        predicted = score >= -np.sort(-score)[place]
        recall, _, precision = judge.TPR_FPR_RangeAUC(weights, predicted, labels.sum(), segments)
        recalls.append(recall)
        precisions.append(precision)
    return np.dot(np.diff(recalls), precisions)


for widest in [0, 1, 8, 24]:
    print(widest, np.mean([area(width) for width in range(widest + 1)]))
print("opt", judge.RangeAUC_volume_opt(labels, score, 24)[5])
