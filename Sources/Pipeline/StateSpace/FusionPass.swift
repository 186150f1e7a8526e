public import Clockwork

/// A whole table of readings through a filter, and back again.
public struct FusionPass: Sendable {
  public struct Reading: Hashable, Sendable {
    public var time: SimTime
    public var sensor: Int
    public var value: Double

    public init(time: SimTime, sensor: Int, value: Double) {
      self.time = time
      self.sensor = sensor
      self.value = value
    }
  }

  /// What is thought at a time.
  public struct Moment: Hashable, Sendable {
    public var time: SimTime
    public var level: FusionFilter.Estimate
    /// One a sensor.
    public var offsets: [SensorOffset]
  }

  /// A row for each time at which something was read.
  public private(set) var moments: [Moment] = []
  /// A row for each reading; nil where it was no finite number.
  public private(set) var verdicts: [FusionFilter.Verdict?] = []
  /// As it stands behind the last reading.
  public private(set) var filter: FusionFilter

  /// - Parameters:
  ///   - readings: in order of time.
  ///   - filter: that has read nothing yet.
  ///   - smooths: whether a moment knows of what was read later.
  /// - Complexity: O(readings x hypotheses x (2 + 2 sensors)^2) time; memory for square root of
  ///   moments banks where it smooths.
  public init(_ readings: [Reading], by filter: FusionFilter, smooths: Bool) {
    self.filter = filter
    let groups = Self.groups(readings)
    var stride = 16
    while stride * stride < groups.count { stride += 16 }
    var saved: [FusionFilter] = []
    for (place, group) in groups.enumerated() {
      if smooths, place % stride == 0 { saved.append(self.filter) }
      verdicts += self.filter.take(readings[group])
      if !smooths { moments.append(self.filter.moment) }
    }
    guard smooths else { return }
    var smoother: Smoother?
    for (block, start) in saved.enumerated().reversed() {
      var filter = start
      var banks: [FusionFilter] = []
      for group in groups[block * stride..<min(groups.count, (block + 1) * stride)] {
        _ = filter.take(readings[group])
        banks.append(filter)
      }
      for filter in banks.reversed() {
        if smoother == nil { smoother = Smoother(filter) } else { smoother?.step(back: filter) }
        if let smoother { moments.append(smoother.filter.moment) }
      }
    }
    moments.reverse()
  }

  /// Readings of the same time.
  private static func groups(_ readings: [Reading]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var first = 0
    for place in readings.indices
    where place + 1 == readings.count || readings[place + 1].time != readings[place].time {
      groups.append(first..<place + 1)
      first = place + 1
    }
    return groups
  }
}

/// How a sensor is thought to be off.
public struct SensorOffset: Hashable, Sendable {
  /// What it reads too much.
  public var mean: Double
  public var sd: Double
  public var biasedProbability: Double
  public var driftingProbability: Double
  /// Unit a second, where it drifts.
  public var drift: Double
}

extension FusionFilter {
  mutating func take(_ readings: ArraySlice<FusionPass.Reading>) -> [Verdict?] {
    guard let now = readings.first?.time else { return [] }
    advance(to: now)
    return readings.map { observe($0.value, sensor: $0.sensor) }
  }

  var moment: FusionPass.Moment {
    FusionPass.Moment(
      time: time ?? .distantPast, level: estimate,
      offsets: (0..<sensorCount).map { offset(sensor: $0) })
  }

  /// What is thought of a sensor's zero now.
  public func offset(sensor: Int) -> SensorOffset {
    let bias = bank.moments(bank.bias(sensor)) ?? (0, 0)
    func probability(_ condition: SensorCondition) -> Double {
      bank.weights.indices.reduce(0) {
        $0 + (hypotheses.conditions[$1][sensor] == condition ? bank.weights[$1] : 0)
      }
    }
    let drift = bank.moments(bank.drift(sensor)) {
      hypotheses.conditions[$0][sensor] == .drifting
    }
    return SensorOffset(
      mean: bias.mean, sd: bias.variance.squareRoot(), biasedProbability: probability(.biased),
      driftingProbability: probability(.drifting), drift: drift?.mean ?? 0)
  }

  /// The standard deviation of a sensor's noise, as learned.
  public func noiseSD(sensor: Int) -> Double { sensors[sensor].variance.squareRoot() }
}
