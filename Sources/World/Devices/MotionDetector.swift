public import Clockwork

/// How detectors of one model see.
public struct MotionModel: Hashable, Sendable {
  /// How long one stays at 1 after the last movement.
  public var hold: SimDuration
  /// How long one sees nothing after falling back.
  public var blind: SimDuration
  /// Probability that a movement is not seen.
  public var miss: Double

  public init(hold: SimDuration, blind: SimDuration, miss: Double) {
    self.hold = hold
    self.blind = blind
    self.miss = miss
  }

  /// Holds for a minute and sees everything.
  public static let common = MotionModel(hold: .seconds(60), blind: .zero, miss: 0)
}

/// A passive infrared detector: goes to 1 at the first movement that it sees, back to 0 when none
/// follows for its hold time, and is blind for a while then.
public struct MotionDetector: Sendable {
  private let model: MotionModel
  private let key: RandomKey
  public private(set) var isOn = false
  private var lastMovement = SimTime.distantPast
  private var blindUntil = SimTime.distantPast

  /// - Parameter entity: keys its chance: home and device.
  public init(_ model: MotionModel, seed: UInt64, entity: UInt64) {
    self.model = model
    key = RandomKey(seed: seed, purpose: .motionMiss, entity: entity)
  }

  /// How long it stays at 1 after the last movement.
  public var hold: SimDuration { model.hold }

  /// Whether it sees nothing because it has just fallen back.
  public func isBlind(at time: SimTime) -> Bool { !isOn && time < blindUntil }

  /// - Returns: true when this movement switches the detector on.
  public mutating func movement(at time: SimTime) -> Bool {
    guard isOn || time >= blindUntil else { return false }
    if model.miss > 0, key.uniform(UInt64(bitPattern: time.microseconds)) < model.miss {
      return false
    }
    lastMovement = time
    defer { isOn = true }
    return !isOn
  }

  /// The moment at which it would fall back, if nothing moved again.
  public var fallsBackAt: SimTime { lastMovement + model.hold }

  /// - Returns: true when the detector falls back to 0 at this time.
  public mutating func expire(at time: SimTime) -> Bool {
    guard isOn, fallsBackAt <= time else { return false }
    isOn = false
    blindUntil = time + model.blind
    return true
  }
}
