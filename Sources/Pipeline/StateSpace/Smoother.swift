internal import Clockwork

/// Goes back through a filter's steps and gives each what was learned later.
///
/// - Source: Rauch, Tung and Striebel 1965 within a hypothesis; Kim 1994 between them.
struct Smoother {
  /// The filter at the step reached, with smoothed weights, means and covariances.
  private(set) var filter: FusionFilter
  /// Less likely paths are left out.
  private static let shareMin = 1e-9

  /// Begins at the last step, which knows all there is.
  init(_ last: FusionFilter) { filter = last }

  /// - Parameter earlier: the filter as it stood a step before.
  mutating func step(back earlier: FusionFilter) {
    guard let now = earlier.time, let next = filter.time else { return }
    let seconds = Double(next.microseconds - now.microseconds) / 1e6
    let step = earlier.process.step(seconds: seconds)
    let (bank, later) = (earlier.bank, filter.bank)
    let hypotheses = earlier.hypotheses
    let chances = hypotheses.chances(earlier.faults, seconds: seconds)
    var sums = [Sum?](repeating: nil, count: bank.count)
    for place in 0..<bank.count where later.weights[place] > Self.shareMin {
      let shares = bank.shares(into: place, hypotheses, chances)
      let total = shares.reduce(0) { $0 + $1.share }
      for (share, entry) in shares {
        let weight = later.weights[place] * share / total
        guard weight > Self.shareMin else { continue }
        let source = entry?.source ?? place
        let gaussian = smoothed(
          bank, source, entry, to: later, place, step, earlier.faults)
        if sums[source] == nil { sums[source] = Sum(size: bank.size) }
        sums[source]?.add(gaussian.mean, gaussian.covariance, weight)
      }
    }
    var result = earlier
    var all = 0.0
    for place in 0..<bank.count { all += sums[place]?.weight ?? 0 }
    for place in 0..<bank.count {
      guard let sum = sums[place] else {
        result.bank.weights[place] = 0
        continue
      }
      result.bank.weights[place] = sum.weight / all
      result.bank.set(place, sum.mean, sum.covariance)
    }
    filter = result
  }

  /// One step back along one path between hypotheses.
  private func smoothed(
    _ bank: Bank, _ source: Int, _ entry: Hypotheses.Entry?, to later: Bank, _ place: Int,
    _ step: LevelProcess.Step, _ faults: SensorFaults
  ) -> (mean: [Double], covariance: [Double]) {
    let size = bank.size
    let (x, p) = (bank.state(source), bank.covariance(source))
    var (predicted, spread) = (x, p)
    // The covariance of the state now and a step later: P M' F'.
    var cross = p
    let (first, second) = bank.forgotten(entry)
    for index in [first, second] where index >= 0 {
      predicted[index] = 0
      for i in 0..<size {
        spread[index * size + i] = 0
        spread[i * size + index] = 0
        cross[i * size + index] = 0
      }
    }
    if let entry {
      let fresh = entry.fresh(faults)
      if first >= 0 { spread[first * (size + 1)] = fresh.bias }
      spread[second * (size + 1)] = fresh.drift
    }
    predicted.withUnsafeMutableBufferPointer { x in
      spread.withUnsafeMutableBufferPointer { p in
        guard let x = x.baseAddress, let p = p.baseAddress else { return }
        Bank.predict(x, p, size: size, sensorCount: bank.sensorCount, step)
      }
    }
    for i in 0..<size {
      let row = i * size
      cross[row] = step.levelKept * cross[row] + step.levelFromRate * cross[row + 1]
      cross[row + 1] *= step.rateKept
      for k in 0..<bank.sensorCount {
        cross[row + bank.bias(k)] += step.seconds * cross[row + bank.drift(k)]
      }
    }
    let gain = SemidefiniteFactor(spread, size: size).solved(rows: cross)
    return Self.carried(
      (x, p), by: gain, size: size,
      meanOff: zip(later.state(place), predicted).map { $0 - $1 },
      covarianceOff: zip(later.covariance(place), spread).map { $0 - $1 })
  }

  private static func carried(
    _ gaussian: (mean: [Double], covariance: [Double]), by gain: [Double], size: Int,
    meanOff: [Double], covarianceOff: [Double]
  ) -> (mean: [Double], covariance: [Double]) {
    var (mean, covariance) = gaussian
    var half = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for k in 0..<size where gain[i * size + k] != 0 {
        mean[i] += gain[i * size + k] * meanOff[k]
        for j in 0..<size { half[i * size + j] += gain[i * size + k] * covarianceOff[k * size + j] }
      }
    }
    for i in 0..<size {
      for j in 0...i {
        var sum = 0.0
        for k in 0..<size { sum += half[i * size + k] * gain[j * size + k] }
        covariance[i * size + j] += sum
        if i != j { covariance[j * size + i] = covariance[i * size + j] }
        if i == j { covariance[i * size + i] = max(0, covariance[i * size + i]) }
      }
    }
    return (mean, covariance)
  }

  /// Moments of a mixture, added up.
  private struct Sum {
    var weight = 0.0
    private var first: [Double]
    private var second: [Double]

    init(size: Int) {
      first = [Double](repeating: 0, count: size)
      second = [Double](repeating: 0, count: size * size)
    }

    mutating func add(_ x: [Double], _ p: [Double], _ share: Double) {
      let size = first.count
      let total = weight + share
      let part = share / total
      // The weighted mean and covariance, a part at a time (West 1979).
      for i in 0..<size {
        for j in 0..<size {
          let (a, b) = (x[i] - first[i], x[j] - first[j])
          let old = second[i * size + j]
          second[i * size + j] = old + part * (p[i * size + j] - old) + part * (1 - part) * a * b
        }
      }
      for i in 0..<size { first[i] += part * (x[i] - first[i]) }
      weight = total
    }

    var mean: [Double] { first }
    var covariance: [Double] { second }
  }
}

extension Bank {
  mutating func set(_ place: Int, _ state: [Double], _ covariance: [Double]) {
    states.replaceSubrange(place * size..<(place + 1) * size, with: state)
    covariances.replaceSubrange(
      place * size * size..<(place + 1) * size * size, with: covariance)
  }
}
