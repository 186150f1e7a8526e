public import Clockwork
internal import Quantities

/// How smoke alarms of one model see smoke.
public struct SmokeModel: Hashable, Sendable {
  /// Light lost a metre at which one sounds, dB/m.
  public var thresholdDBM = 0.15
  /// Deviation over units of that, a share of it.
  public var thresholdSpread = 0.0
  /// Time constant in which smoke gets into the chamber.
  public var entry = SimDuration.zero
  /// How long one is less sensitive after somebody has silenced it.
  public var hush = SimDuration.zero
  /// Probability that a meal cooked in the next room sets one off.
  public var nuisance = 0.0
  /// Mean time between two presses of its test button; zero for never.
  public var testMean = SimDuration.zero

  public init() {}
}

/// An optical smoke alarm: a chamber into which smoke drifts, light that it scatters, and a level
/// at which it sounds.
public struct SmokeAlarm: Sendable {
  public let model: SmokeModel
  /// This unit's level, dB/m.
  public let thresholdDBM: Double
  /// It falls silent below so much of its level (assumed, 0.5-0.9).
  static let releaseShare = 0.7
  /// How much more it takes while hushed: EN 14604 and UL 217 let alarms be less sensitive for up
  /// to a quarter of an hour, not deaf. Assumed, 2-5: UL 217's range of levels is 0.5 to 4 %/ft.
  static let hushFactor = 4.0
  private let key: RandomKey
  public private(set) var isSounding = false
  /// In its chamber, dB/m.
  private var chamberDBM = 0.0
  /// In the room at the last look, dB/m.
  private var roomDBM = 0.0
  private var hushed = SimTime.distantPast..<SimTime.distantPast

  /// - Parameter entity: keys its chance: home and device.
  public init(_ model: SmokeModel, seed: UInt64, entity: UInt64) {
    self.model = model
    key = RandomKey(seed: seed, purpose: .smokeAlarm, entity: entity)
    thresholdDBM = model.thresholdDBM * Elementary.exp(model.thresholdSpread * key.gaussian(0))
  }

  /// Whether nothing can happen: clean air without and within.
  public var isClear: Bool { !isSounding && chamberDBM == 0 && roomDBM == 0 }

  /// Looks at the room after a stretch in which its smoke moved in a line.
  ///
  /// - Parameters:
  ///   - smoke: in the room now, dB/m.
  ///   - start: when the stretch began.
  /// - Returns: whether it will sound and from when, if that changes.
  public mutating func look(
    at smoke: Double, since start: SimTime, over length: SimDuration
  ) -> (isSounding: Bool, time: SimTime)? {
    guard !(isClear && smoke == 0) else { return nil }
    let (before, chamber) = (roomDBM, chamberDBM)
    func level(_ seconds: Double) -> Double {
      let slope = (smoke - before) / length.seconds
      let lag = model.entry.seconds
      guard lag > 0 else { return before + slope * seconds }
      let follows = before + slope * (seconds - lag)
      return follows + (chamber - before + slope * lag) * Elementary.exp(-seconds / lag)
    }
    roomDBM = smoke
    chamberDBM = level(length.seconds)
    // What is left of old smoke is no smoke.
    if smoke == 0, chamberDBM < 1e-4 * thresholdDBM { chamberDBM = 0 }
    let needed =
      thresholdDBM * (isSounding ? Self.releaseShare : hushed.contains(start) ? Self.hushFactor : 1)
    guard (chamberDBM >= needed) != isSounding else { return nil }
    isSounding.toggle()
    var (low, high) = (0.0, length.seconds)
    // To a thousandth of a second of a minute.
    for _ in 0..<16 {
      let middle = (low + high) / 2
      if (level(middle) >= needed) == isSounding { high = middle } else { low = middle }
    }
    return (isSounding, start + .microseconds(Int64(high * 1e6)))
  }

  /// Somebody presses its button after a false alarm.
  public mutating func hush(at time: SimTime) {
    hushed = time..<time + model.hush
  }

  /// When a meal that is begun now sets it off, if it does: those that smoke most do.
  ///
  /// - Parameters:
  ///   - meal: names it.
  ///   - rank: share of meals that smoke less.
  public func nuisance(cookedFrom time: SimTime, meal: UInt64, rank: Double) -> SimTime? {
    guard time >= hushed.upperBound, rank >= 1 - model.nuisance else { return nil }
    let share = key.uniform(meal &* 2 &+ 1)
    // In the course of a quarter of an hour of frying (assumed, 2-20 min).
    return time + .seconds(120) + .microseconds(Int64(share * 780e6))
  }

  /// How long after one press of its test button the next comes.
  public func testGap(_ number: UInt64) -> SimDuration? {
    model.testMean > .zero ? key.duration(number &* 2 &+ 2, mean: model.testMean) : nil
  }
}
