extension RoomFilter {
  /// One step of state and covariance: F P F' + Q with an F that differs from identity in the rows
  /// of level, rate and lagged levels only.
  mutating func predict(seconds: Int, call: Double) {
    let (steps, dynamics) = (model.steps, model.dynamics)
    let (size, firstBias) = (model.stateCount, model.firstBias)
    state.withUnsafeMutableBufferPointer { state in
      covariance.withUnsafeMutableBufferPointer { covariance in
        steps.with(seconds: seconds) { step in
          Self.move(state, step, call: call)
          Self.spread(covariance, step, call: call, size: size)
          Self.addNoise(covariance, step, dynamics, size: size, firstBias: firstBias)
        }
      }
    }
  }

  @inline(__always)
  private static func move(
    _ state: UnsafeMutableBufferPointer<Double>, _ step: FilterSteps.Step, call: Double
  ) {
    let first = FilterModel.firstLag
    for l in 0..<step.lags.count {
      let lag = step.lags[l]
      state[first + l] =
        lag.decay * state[first + l] + (1 - lag.decay) * state[0] + lag.fromRate * state[1]
        + call * lag.fromPlant * state[2]
    }
    state[0] += step.process.gain * state[1] + call * step.seconds * state[2]
    state[1] *= step.process.decay
  }

  @inline(__always)
  private static func spread(
    _ p: UnsafeMutableBufferPointer<Double>, _ step: FilterSteps.Step, call: Double, size: Int
  ) {
    let (decay, gain, plant) = (step.process.decay, step.process.gain, call * step.seconds)
    let first = FilterModel.firstLag
    for l in 0..<step.lags.count {
      let lag = step.lags[l]
      let row = (first + l) * size
      let (level, byPlant) = (1 - lag.decay, call * lag.fromPlant)
      for j in 0..<size {
        p[row + j] =
          lag.decay * p[row + j] + level * p[j] + lag.fromRate * p[size + j]
          + byPlant * p[2 * size + j]
      }
    }
    for j in 0..<size {
      p[j] += gain * p[size + j] + plant * p[2 * size + j]
      p[size + j] *= decay
    }
    for l in 0..<step.lags.count {
      let lag = step.lags[l]
      let (level, byPlant) = (1 - lag.decay, call * lag.fromPlant)
      for i in 0..<size {
        let row = i * size
        p[row + first + l] =
          lag.decay * p[row + first + l] + level * p[row] + lag.fromRate * p[row + 1]
          + byPlant * p[row + 2]
      }
    }
    for i in 0..<size {
      let row = i * size
      p[row] += gain * p[row + 1] + plant * p[row + 2]
      p[row + 1] *= decay
    }
  }

  @inline(__always)
  private static func addNoise(
    _ p: UnsafeMutableBufferPointer<Double>, _ step: FilterSteps.Step,
    _ dynamics: QuantityDynamics, size: Int, firstBias: Int
  ) {
    let count = 2 + step.lags.count
    // The step's own order of states leaves out the plant's gain.
    for i in 0..<count {
      let row = (i < FilterModel.gain ? i : i + 1) * size
      for j in 0..<count {
        p[row + (j < FilterModel.gain ? j : j + 1)] += step.noise[i * count + j]
      }
    }
    if let plant = dynamics.plantGain {
      p[FilterModel.gain * (size + 1)] += plant.walk * plant.walk * step.seconds
    }
    let walk = dynamics.biasWalk * dynamics.biasWalk * step.seconds
    for i in firstBias..<size { p[i * (size + 1)] += walk }
  }
}
