extension Bank {
  /// Sources that bring less than this share of a hypothesis are left out.
  static let shareMin = 1e-9

  /// Lets hypotheses become others while a time passes.
  ///
  /// Each hypothesis begins the step as the Gaussian with the moments of what it is entered from.
  /// - Source: interacting multiple models, Blom and Bar-Shalom 1988.
  mutating func mix(_ hypotheses: Hypotheses, _ faults: SensorFaults, seconds: Double) {
    guard count > 1 else { return }
    let before = self
    let chances = hypotheses.chances(faults, seconds: seconds)
    for place in 0..<count {
      let shares = before.shares(into: place, hypotheses, chances)
      let total = shares.reduce(0) { $0 + $1.share }
      weights[place] = total
      let sources = shares.filter { $0.share > Self.shareMin * total }
      if sources.count == 1, sources[0].entry == nil { continue }
      merge(sources, total: total, into: place, before, faults)
    }
  }

  /// The Gaussian with the moments of a mixture of entered ones.
  private mutating func merge(
    _ sources: [(share: Double, entry: Hypotheses.Entry?)], total: Double, into place: Int,
    _ before: Bank, _ faults: SensorFaults
  ) {
    let size = size
    let changed = ((place * size)..<((place + 1) * size), place * size * size)
    for i in changed.0 { states[i] = 0 }
    for i in changed.1..<changed.1 + size * size { covariances[i] = 0 }
    for (share, entry) in sources {
      let weight = share / total
      let base = (entry?.source ?? place) * size
      let (first, second) = forgotten(entry)
      for i in 0..<size where i != first && i != second {
        states[changed.0.lowerBound + i] += weight * before.states[base + i]
      }
    }
    let mean = Array(states[changed.0])
    covariances.withUnsafeMutableBufferPointer { target in
      before.covariances.withUnsafeBufferPointer { old in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { off in
          for (share, entry) in sources {
            let weight = share / total
            let base = (entry?.source ?? place) * size
            let (first, second) = before.forgotten(entry)
            for i in 0..<size {
              off[i] = (i == first || i == second ? 0 : before.states[base + i]) - mean[i]
            }
            for i in 0..<size {
              let isKept = i != first && i != second
              for j in 0...i {
                let kept =
                  isKept && j != first && j != second ? old[base * size + i * size + j] : 0
                target[changed.1 + i * size + j] += weight * (kept + off[i] * off[j])
              }
            }
            guard let entry else { continue }
            let fresh = entry.fresh(faults)
            if first >= 0 { target[changed.1 + first * (size + 1)] += weight * fresh.bias }
            target[changed.1 + second * (size + 1)] += weight * fresh.drift
          }
          for i in 0..<size {
            for j in 0..<i {
              target[changed.1 + j * size + i] = target[changed.1 + i * size + j]
            }
          }
        }
      }
    }
  }

  /// Which states an entry begins anew: the bias, or -1, and the drift.
  func forgotten(_ entry: Hypotheses.Entry?) -> (bias: Int, drift: Int) {
    guard let entry else { return (-1, -1) }
    return (entry.forgetsBias ? bias(entry.sensor) : -1, drift(entry.sensor))
  }

  /// Probabilities of having been in a hypothesis and being in `place` when the time has passed.
  func shares(
    into place: Int, _ hypotheses: Hypotheses, _ chances: Hypotheses.Chances
  ) -> [(share: Double, entry: Hypotheses.Entry?)] {
    var shares: [(share: Double, entry: Hypotheses.Entry?)] = [
      (weights[place] * (1 - hypotheses.leaving(place, chances)), nil)
    ]
    shares.reserveCapacity(1 + hypotheses.entries[place].count)
    for entry in hypotheses.entries[place] {
      shares.append((weights[entry.source] * chances[entry.from], entry))
    }
    return shares
  }
}
