public import Clockwork
public import Telemetry
public import Truth

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
  /// It forgets at each start how many messages it has sent, and numbers from 0 again.
  public var restartsNumbers = false
  /// It numbers messages in eight bits: 255 is followed by 0.
  public var wrapsNumbers = false
  /// It states a full battery until the voltage says no more than so many per cent; 100 for never.
  public var fullAbovePercent: UInt8 = 100
  /// A bug of the update, not of what it mends: every second measurement is left out from then on.
  public var doublesPeriod = false

  public init() {}

  /// None of them.
  public var isEmpty: Bool { self == FirmwareBugs() }
}

/// A stretch in which a bug of its firmware spoils a device as a whole.
public struct FirmwareFault: Sendable {
  public var kind: FaultKind
  /// As in ``TruthEvent/deviceFault(_:_:magnitude:start:end:)``.
  public var magnitude: Double
  public var start: SimTime
  public var end: SimTime
}

extension DeviceUnit {
  /// What its firmware's bugs do to its messages, whatever they tell of, before `end`.
  ///
  /// The clock's are told by ``misreadClock(_:before:)``, which knows the place.
  public func firmwareFaults(before end: SimTime) -> [FirmwareFault] {
    let bugs = self.bugs
    guard !bugs.isEmpty else { return [] }
    let (since, starts, update) = firstFirmware(before: end)
    var faults: [FirmwareFault] = []
    func add(_ kind: FaultKind, _ magnitude: Double, from start: SimTime, to stop: SimTime) {
      guard start < min(stop, end) else { return }
      faults.append(FirmwareFault(kind: kind, magnitude: magnitude, start: start, end: stop))
    }
    if bugs.wrapsNumbers { add(.misnumbered, 8, from: since, to: update) }
    // Until it starts anew its numbers are right.
    if bugs.restartsNumbers, !bugs.wrapsNumbers, let first = starts.first {
      add(.misnumbered, 0, from: first, to: update)
    }
    if bugs.fullAbovePercent < 100, isBatteryPowered {
      add(.misstatedCharge, Double(bugs.fullAbovePercent) / 100, from: since, to: update)
    }
    if bugs.doublesPeriod { add(.doubledPeriod, 2, from: max(update, since), to: .distantFuture) }
    return faults
  }

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
