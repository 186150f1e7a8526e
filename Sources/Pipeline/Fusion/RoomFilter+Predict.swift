extension RoomFilter {
  /// One step of state and covariance: F P F' + Q with an F that differs from identity in the rows
  /// of level, rate and lagged levels only.
  mutating func predict(_ step: FilterSteps.Step, call: Double) {
    let size = model.stateCount
    let (decay, gain, plant) = (step.process.decay, step.process.gain, call * step.seconds)
    let first = FilterModel.firstLag
    for (l, lag) in step.lags.enumerated() {
      state[first + l] =
        lag.decay * state[first + l] + (1 - lag.decay) * state[0] + lag.fromRate * state[1]
        + call * lag.fromPlant * state[2]
    }
    state[0] += gain * state[1] + plant * state[2]
    state[1] *= decay
    covariance.withUnsafeMutableBufferPointer { p in
      for (l, lag) in step.lags.enumerated() {
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
      for (l, lag) in step.lags.enumerated() {
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
    addNoise(step)
  }

  private mutating func addNoise(_ step: FilterSteps.Step) {
    let size = model.stateCount
    let count = 2 + step.lags.count
    // The step's own order of states leaves out the plant's gain.
    for i in 0..<count {
      let row = (i < FilterModel.gain ? i : i + 1) * size
      for j in 0..<count {
        covariance[row + (j < FilterModel.gain ? j : j + 1)] += step.noise[i * count + j]
      }
    }
    if let plant = model.dynamics.plantGain {
      covariance[FilterModel.gain * (size + 1)] += plant.walk * plant.walk * step.seconds
    }
    let walk = model.dynamics.biasWalk * model.dynamics.biasWalk * step.seconds
    for i in model.firstBias..<size { covariance[i * (size + 1)] += walk }
  }
}
