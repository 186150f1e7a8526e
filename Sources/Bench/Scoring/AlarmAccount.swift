public import Clockwork
internal import Telemetry

/// One player's alarms of one home, judged as they come.
///
/// Holds the first alarm in each fault and nothing else.
public struct AlarmAccount: Sendable {
  private let player: Player
  /// By fault; nil while none has found it.
  private var firstAlarms: [SimTime?] = []
  private var index = FaultIndex()

  public init(_ player: Player) { self.player = player }

  /// Takes one alarm, in any order.
  ///
  /// - Parameter faults: of the home, in one order in all calls; later calls may know more, but no
  ///   fault in which an earlier alarm was raised.
  public mutating func take(
    _ alarm: Alarm, faults: [FaultInterval], dayOf: (SimTime) -> Int, to board: inout ScoreBoard,
    firstScore base: Int
  ) {
    makeRoom(for: faults)
    var isTrue = false
    index.forEach(covering: alarm, among: faults) { place in
      isTrue = true
      firstAlarms[place] = firstAlarms[place].map { min($0, alarm.raisedAt) } ?? alarm.raisedAt
    }
    let day = dayOf(alarm.raisedAt)
    if !isTrue {
      board.add(1, to: 1, of: player, score: base, day: day)
      board.add(1, to: 0, of: player, score: base + 3, day: day)
      if let kind = alarm.kind, player == .ours {
        let place = QualityScorer.falseAlarmPlace(kind)
        board.add(1, to: 0, of: player, score: base + place, day: day)
      }
    }
    board.addLoss(isTrue ? 1 : 0, of: player, score: base + 1, day: day)
  }

  /// Adds the faults, found or not, and the days at risk, once, at the end of a run.
  public mutating func finish(
    faults: [FaultInterval], days: Double, dayOf: (SimTime) -> Int, to board: inout ScoreBoard,
    firstScore base: Int
  ) {
    makeRoom(for: faults)
    // Each day is a day at risk of false alarms, in its own block.
    var left = days
    var day = 0
    while left > 0 {
      board.add(min(left, 1), to: 1, of: player, score: base + 3, day: day)
      if player == .ours {
        for kind in FlagKind.allCases {
          let place = QualityScorer.falseAlarmPlace(kind)
          board.add(min(left, 1), to: 1, of: player, score: base + place, day: day)
        }
      }
      left -= 1
      day += 1
    }
    for (fault, first) in zip(faults, firstAlarms) {
      let day = dayOf(fault.start)
      let isFound = first != nil
      board.add(1, to: isFound ? 0 : 2, of: player, score: base, day: day)
      board.addLoss(isFound ? 1 : 0, of: player, score: base + 2, day: day)
      if let first {
        board.addLoss((first - fault.start).hours, of: player, score: base + 4, day: day)
      }
      if let kind = QualityScorer.kinds.firstIndex(of: fault.kind) {
        board.addLoss(isFound ? 1 : 0, of: player, score: base + 5 + kind, day: day)
      }
    }
  }

  private mutating func makeRoom(for faults: [FaultInterval]) {
    let missing = faults.count - firstAlarms.count
    if missing > 0 { firstAlarms += Array(repeating: nil, count: missing) }
    index.update(faults)
  }
}
