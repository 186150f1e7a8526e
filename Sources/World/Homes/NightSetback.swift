internal import Calendar
internal import Clockwork
internal import Telemetry
internal import Truth

/// A thermostat's own programme: it turns the heating down at night.
public struct NightSetback: Hashable, Sendable {
  public var kelvins: Double
  /// Whole hours of the clock on the wall, 0...23; the night may begin before midnight.
  public var fromHour: Int
  public var untilHour: Int

  public init(kelvins: Double, fromHour: Int, untilHour: Int) {
    self.kelvins = kelvins
    self.fromHour = fromHour
    self.untilHour = untilHour
  }

  /// Whether a minute of the day is in the night.
  func isNight(minuteOfDay: Int) -> Bool {
    let (from, until) = (fromHour * 60, untilHour * 60)
    return from <= until
      ? minuteOfDay >= from && minuteOfDay < until : minuteOfDay >= from || minuteOfDay < until
  }
}

extension Home {
  /// Turns the heating down when the night begins and back when it ends, unless somebody has moved
  /// the set point meanwhile: that holds until the next evening.
  mutating func followNight(wire: inout WireBuffer, truth: inout TruthBuffer) {
    guard let night = specification.night else { return }
    let isNight = night.isNight(minuteOfDay: clock.minuteOfDay(at: now))
    guard isNight != isProgrammeNight else { return }
    isProgrammeNight = isNight
    if isNight {
      let usual = heatingSetpointC
      setSetpoint(.heatingSetpoint, usual - night.kelvins, wire: &wire, truth: &truth)
      setBack = (from: usual, to: heatingSetpointC)
      probes.hit(.nightSetback)
    } else if let setBack {
      self.setBack = nil
      guard heatingSetpointC == setBack.to else { return }
      setSetpoint(.heatingSetpoint, setBack.from, wire: &wire, truth: &truth)
    }
  }
}
