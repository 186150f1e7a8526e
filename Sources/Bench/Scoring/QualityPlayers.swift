public import Clockwork
public import Telemetry

/// Quality's players that look at no reading.
public enum QualityPlayers {
  /// A sensor channel that may be flagged.
  public struct Slot: Sendable {
    public var device: DeviceIndex
    public var channel: Channel

    public init(device: DeviceIndex, channel: Channel) {
      self.device = device
      self.channel = channel
    }
  }

  /// Who competes for the place of the null.
  public enum Candidate: Int, CaseIterable, Sendable {
    case nothing = 0
    case everything = 1
    case coin = 2
  }

  /// An alarm a day on every channel.
  public static func everything(_ slots: [Slot], start: SimTime, end: SimTime) -> [Alarm] {
    var alarms: [Alarm] = []
    var day = start
    while day < end {
      alarms += slots.map { alarm($0, at: day, lasting: .days(1)) }
      day += .days(1)
    }
    return alarms
  }

  /// As many alarms as there are faults, on channels and at times that a coin picks.
  public static func coin(
    _ slots: [Slot], count: Int, start: SimTime, end: SimTime, key: RandomKey
  ) -> [Alarm] {
    guard !slots.isEmpty, start < end else { return [] }
    var stream = key.stream(0)
    return (0..<count).map { _ in
      let slot = slots[Int(stream.below(UInt64(slots.count)))]
      let span = (end - start).microseconds
      let time = start + .microseconds(stream.integer(in: 0...span - 1))
      return alarm(slot, at: time, lasting: .hours(1))
    }
  }

  /// The alarms of a candidate for the null.
  public static func alarms(
    of candidate: Candidate, _ slots: [Slot], faultCount: Int, start: SimTime, end: SimTime,
    key: RandomKey
  ) -> [Alarm] {
    switch candidate {
    case .nothing: []
    case .everything: everything(slots, start: start, end: end)
    case .coin: coin(slots, count: faultCount, start: start, end: end, key: key)
    }
  }

  /// What a candidate's board counted as ``Player/null``, for ``best(_:)``.
  public static func sums(_ board: ScoreBoard) -> [Double] {
    let tally = board.tallies[0]
    var sums = Array(repeating: 0.0, count: tally.width)
    for block in 0..<tally.blockCount {
      for (i, value) in zip(0..., tally.block(block, .null)) { sums[i] += value }
    }
    return sums
  }

  /// The candidate with the best F1 over all homes; the earlier one of equals.
  ///
  /// - Parameter homes: for each home the candidates' ``sums(_:)``, in order of ``Candidate``.
  public static func best(_ homes: [[[Double]]]) -> Candidate {
    var best = Candidate.nothing
    var bestF1 = 0.0
    for candidate in Candidate.allCases {
      var sums = Array(repeating: 0.0, count: Statistic.f1.width)
      for home in homes {
        for (i, value) in home[candidate.rawValue].enumerated() { sums[i] += value }
      }
      if let f1 = Statistic.f1.value(sums[...]), f1 > bestF1 {
        best = candidate
        bestF1 = f1
      }
    }
    return best
  }

  private static func alarm(_ slot: Slot, at time: SimTime, lasting: SimDuration) -> Alarm {
    Alarm(
      device: slot.device, channel: slot.channel, start: time, end: time + lasting, raisedAt: time)
  }
}
