"""FilterPy's answers on a small case that the fusion filter must share.

    python3 -m venv venv && venv/bin/pip install filterpy==2.0.0 numpy scipy
    venv/bin/python Tests/Fixtures/fusion/make.py > Tests/Fixtures/fusion/filterpy.csv

A level x and a rate v, x' = v - k x, v an Ornstein-Uhlenbeck process; two sensors of sd .5 and .3,
uneven times, the second sensor missing every third time. Transition and noise are scipy's matrix
exponential after Van Loan (1978), so that they are independent of the tree's closed form.
"""
import numpy as np
from filterpy.kalman import KalmanFilter
from scipy.linalg import expm

RATE_SD, TAU, PULL = 0.4 / 3600, 1800.0, 0.02 / 3600
NOISE = [0.5, 0.3]


def step(h):
    a = np.array([[-PULL, 1.0], [0.0, -1.0 / TAU]])
    g = np.array([[0.0, 0.0], [0.0, 2 * RATE_SD**2 / TAU]])
    big = np.zeros((4, 4))
    big[:2, :2], big[:2, 2:], big[2:, 2:] = -a, g, a.T
    e = expm(big * h)
    f = e[2:, 2:].T
    return f, f @ e[:2, 2:]


def main():
    chance = np.random.default_rng(7)
    kf = KalmanFilter(dim_x=2, dim_z=1)
    kf.x = np.array([[0.2], [0.0]])
    kf.P = np.diag([1.0, RATE_SD**2])
    kf.H = np.array([[1.0, 0.0]])
    time, xs, ps, fs, qs, rows = 0, [], [], [], [], []
    for i in range(40):
        h = int(chance.integers(10, 900)) if i else 0
        time += h
        f, q = step(float(h)) if h else (np.eye(2), np.zeros((2, 2)))
        kf.predict(F=f, Q=q)
        readings = []
        for sensor, sd in enumerate(NOISE):
            if sensor == 1 and i % 3 == 2:
                readings.append("")
                continue
            z = round(float(chance.normal(0.0, 1.0)), 3)
            readings.append(repr(z))
            kf.update(z, R=sd**2)
        xs.append(kf.x.copy()), ps.append(kf.P.copy()), fs.append(f), qs.append(q)
        rows.append((time, readings))
    sx, sp, _, _ = kf.rts_smoother(np.array(xs), np.array(ps), Fs=fs, Qs=qs)
    print("seconds,first,second,filtered,filtered_variance,smoothed,smoothed_variance")
    for (time, readings), x, p, s, c in zip(rows, xs, ps, sx, sp):
        values = [x[0, 0], p[0, 0], s[0, 0], c[0, 0]]
        print(",".join([str(time)] + readings + [repr(float(v)) for v in values]))


main()
