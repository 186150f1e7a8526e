public import Clockwork

/// How often devices of one model start again, and what firmware they get.
public struct LifeModel: Hashable, Sendable {
  /// Mean time between two starts: pulled plugs, power cuts, watchdogs; zero for never.
  public var restartMean = SimDuration.zero
  /// How long a start takes. Gateways forward nothing meanwhile; what other devices leave out in
  /// theirs is not modelled.
  public var bootTime = SimDuration.zero
  /// The firmware that its maker sends out; nil where there is none.
  public var update: String?
  /// Mean time from the home's birth until a unit has it.
  public var updateMean = SimDuration.zero
  /// After how long without a start the firmware it is sold with repeats its last readings for
  /// ever; zero for never. What its maker sends out mends that.
  public var freezeAfter = SimDuration.zero
  /// What else is wrong with the firmware it is sold with; what its maker sends out mends all.
  public var bugs = FirmwareBugs()

  public init() {}
}

/// When one device started last and what firmware runs on it.
///
/// Starts are a Poisson process, whose gaps are keyed by their number; an update is a start too.
struct DeviceLife: Sendable {
  let seed: UInt64
  let entity: UInt64
  private let restartMean: SimDuration
  let updateAt: SimTime
  private let birth: SimTime
  private var nextStart: SimTime
  /// Starts that a fault brings, in order of time.
  private var plannedStarts: [SimTime] = []
  private var startCount: UInt64 = 1
  private(set) var startedAt: SimTime
  private(set) var isUpdated = false

  init(_ model: LifeModel, birth: SimTime, seed: UInt64, entity: UInt64) {
    (self.seed, self.entity) = (seed, entity)
    let key = RandomKey(seed: seed, purpose: .deviceLife, entity: entity)
    restartMean = model.restartMean
    startedAt = birth
    self.birth = birth
    updateAt =
      model.update == nil
      ? .distantFuture : birth + key.duration(.max, mean: model.updateMean)
    nextStart = .distantFuture
    if restartMean > .zero { nextStart = birth + key.duration(0, mean: restartMean) }
  }

  /// The stretches in which it has been up for longer than its first firmware bears, before `end`.
  func stretches(upFor limit: SimDuration, before end: SimTime) -> [Range<SimTime>] {
    var life = self
    var stretches: [Range<SimTime>] = []
    while !life.isUpdated, life.startedAt < end {
      let next = min(life.nextStart, life.updateAt, life.plannedStarts.first ?? end, end)
      let from = life.startedAt + limit
      if from < next { stretches.append(from..<next) }
      guard next < end else { break }
      life.advance(to: next)
    }
    return stretches
  }

  /// When it starts anew before `end` with the firmware it is sold with, its last start being the
  /// first of them unless that was its birth, and when it gets another.
  func firstFirmware(
    before end: SimTime
  ) -> (since: SimTime, starts: [SimTime], update: SimTime) {
    var life = self
    let since = startedAt
    var starts = since > birth && !isUpdated ? [since] : []
    while !life.isUpdated {
      let next = min(life.nextStart, life.updateAt, life.plannedStarts.first ?? end)
      guard next < end else { break }
      life.advance(to: next)
      if !life.isUpdated { starts.append(next) }
    }
    return (since, starts, updateAt)
  }

  /// All its starts to come before `end`.
  func starts(before end: SimTime) -> [SimTime] {
    var life = self
    var starts: [SimTime] = []
    while true {
      let next = min(
        life.nextStart, life.isUpdated ? .distantFuture : life.updateAt,
        life.plannedStarts.first ?? .distantFuture)
      guard next < end else { return starts }
      life.advance(to: next)
      starts.append(next)
    }
  }

  /// Will start at a time, too.
  mutating func plan(startAt time: SimTime) {
    guard time > startedAt else { return }
    plannedStarts.append(time)
    plannedStarts.sort()
  }

  /// Starts now.
  mutating func restart(at time: SimTime) {
    advance(to: time)
    startedAt = max(startedAt, time)
  }

  /// Lives on to a time; going back is not possible.
  mutating func advance(to time: SimTime) {
    while nextStart <= time {
      let key = RandomKey(seed: seed, purpose: .deviceLife, entity: entity)
      startedAt = nextStart
      nextStart = nextStart + key.duration(startCount, mean: restartMean)
      startCount += 1
    }
    while let planned = plannedStarts.first, planned <= time {
      startedAt = max(startedAt, planned)
      plannedStarts.removeFirst()
    }
    if !isUpdated, updateAt <= time {
      isUpdated = true
      startedAt = max(startedAt, updateAt)
    }
  }
}

/// What is wrong with a device by its own account: the error code of its status messages.
public enum DeviceError: UInt8, Sendable {
  case none = 0
  /// The voltage says less than 15 per cent.
  case batteryLow = 1
  /// It started again since its last status.
  case restarted = 2
  /// A measurement failed since its last status.
  case measurementFailed = 3
}

/// What a device tells of itself.
public struct DeviceStatus: Sendable {
  public var uptime: SimDuration
  public var firmware: String
  public var error: DeviceError
}
