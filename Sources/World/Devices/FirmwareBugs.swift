public import Clockwork
public import Telemetry
internal import Truth

/// Bugs of the firmware that a model is sold with, but for readings that stand still after weeks
/// (``LifeModel/freezeAfter``).
public struct FirmwareBugs: Hashable, Sendable {
  /// A calibration table of another lot: so much is added to every reading, by channel, in its
  /// unit.
  public var offsets: [Channel: Double] = [:]
  /// Temperatures leave in °F under the name of °C.
  public var isFahrenheit = false
  /// The clock shows the place's time as if it were universal time.
  public var isLocalTime = false
  /// For so long after a start it sends again what it read before.
  public var staleAfterStart = SimDuration.zero

  public init() {}

  /// None of them.
  public var isEmpty: Bool { self == FirmwareBugs() }
}

extension DeviceUnit {
  /// What its firmware's bugs do to a channel before `end`, as faults like any other.
  ///
  /// - Parameter number: in place of the number of a scenario's rule.
  public func firmwareFaults(
    of channel: Channel, number: Int, before end: SimTime
  ) -> [SensorFault] {
    func fault(
      _ kind: FaultKind, _ stretch: Range<SimTime>, _ magnitude: Double = 0, gain: Double = 0
    ) -> SensorFault {
      SensorFault(
        number: number, kind: kind, start: stretch.lowerBound, end: stretch.upperBound,
        magnitude: magnitude, gain: gain)
    }
    var faults = frozenStretches(before: end).map { fault(.stuck, $0) }
    let bugs = self.bugs
    guard !bugs.isEmpty else { return faults }
    let (since, starts, update) = firstFirmware(before: end)
    let whole = since..<max(update, since)
    if let offset = bugs.offsets[channel] { faults.append(fault(.bias, whole, offset)) }
    // °F = °C + 0.8 °C + 32.
    if bugs.isFahrenheit, channel == .temperature {
      faults.append(fault(.miscalibration, whole, 32, gain: 0.8))
    }
    if bugs.staleAfterStart > .zero {
      // Before its birth it had read nothing.
      for start in starts {
        faults.append(fault(.stuck, start..<min(start + bugs.staleAfterStart, update)))
      }
    }
    return faults
  }
}
