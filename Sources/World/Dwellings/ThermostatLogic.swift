public import Clockwork

/// A two-state thermostat: measured temperature and set points in, call out.
///
/// The temperature is the device's own reading, with its error. A call starts 0.3 K beyond the set
/// point and ends 0.3 K on the other side; the plant runs at least 4 minutes and rests at least
/// 5 minutes, which protects compressors (common thermostat defaults). Strip heat joins a heat pump
/// when 10 minutes of it leave the room 1 K below the set point, and leaves at 0.5 K below.
public struct ThermostatLogic: Hashable, Sendable {
  /// Distance from the set point at which a call starts or ends, K.
  public static let hysteresisK = 0.3
  /// Least time that the plant runs.
  public static let runTimeMin = SimDuration.minutes(4)
  /// Least time that it rests.
  public static let offTimeMin = SimDuration.minutes(5)
  static let backupDelay = SimDuration.minutes(10)

  /// The present call.
  public private(set) var call: HVACCall = .off
  /// When the plant last started or stopped; nil before the first time.
  public private(set) var changedAt: SimTime?

  public init() {}

  /// The call from `time` on.
  ///
  /// - Parameter canCool: false where the plant cannot, so that no cooling is called.
  public mutating func update(
    at time: SimTime, measuredC: Double, heatingSetpointC: Double, coolingSetpointC: Double,
    canCool: Bool
  ) -> HVACCall {
    let h = Self.hysteresisK
    // Set points that cross would heat and cool in turn: cooling keeps clear of heating.
    let coolAbove = max(coolingSetpointC, heatingSetpointC + 4 * h)
    switch call {
    case .off:
      guard hasLasted(Self.offTimeMin, at: time) else { break }
      if measuredC <= heatingSetpointC - h {
        change(to: .heating, at: time)
      } else if canCool && measuredC >= coolAbove + h {
        change(to: .cooling, at: time)
      }
    case .heating, .backupHeating:
      if measuredC >= heatingSetpointC + h {
        if hasLasted(Self.runTimeMin, at: time) { change(to: .off, at: time) }
      } else if call == .heating {
        let isLagging = measuredC <= heatingSetpointC - 1
        if isLagging && hasLasted(Self.backupDelay, at: time) { call = .backupHeating }
      } else if measuredC >= heatingSetpointC - 0.5 {
        call = .heating
      }
    case .cooling:
      if measuredC <= coolAbove - h && hasLasted(Self.runTimeMin, at: time) {
        change(to: .off, at: time)
      }
    }
    return call
  }

  private func hasLasted(_ span: SimDuration, at time: SimTime) -> Bool {
    guard let changedAt else { return true }
    return time - changedAt >= span
  }

  private mutating func change(to call: HVACCall, at time: SimTime) {
    self.call = call
    changedAt = time
  }
}
