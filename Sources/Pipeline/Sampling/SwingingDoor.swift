public import Telemetry

/// Swinging-door trending with a guaranteed error.
///
/// From the last archived point (the pivot) two doors open: the steepest and the flattest line that
/// pass within `tolerance` of every reading since. While they leave a gap, one line serves all.
/// When a reading closes it, the point before is archived, moved onto the nearest admissible line;
/// the classic method archives it raw and may then err by twice the tolerance. Linear interpolation
/// between archived points is within `tolerance` of every reading on the native grid, up to
/// rounding.
/// - Source: Bristol 1990, "Swinging door trending: adaptive trend recording?", ISA; the guarantee
///   follows from choosing each archived point inside the doors.
public struct SwingingDoor: Sendable {
  public let tolerance: Double
  public let heartbeatTicks: UInt32
  private var pivot: NativeReading?
  private var held: NativeReading?
  private var slopeMin = -Double.infinity
  private var slopeMax = Double.infinity

  public init(tolerance: Double, heartbeatTicks: UInt32) {
    self.tolerance = tolerance
    self.heartbeatTicks = max(heartbeatTicks, 1)
  }

  public mutating func offer(_ reading: NativeReading) -> EdgeDecision {
    guard let pivot else {
      self.pivot = reading
      return .send(reading)
    }
    guard let held else {
      return swing(to: reading, from: pivot)
    }
    let ticks = Double(reading.tick - pivot.tick)
    let low = max(slopeMin, (reading.value - tolerance - pivot.value) / ticks)
    let high = min(slopeMax, (reading.value + tolerance - pivot.value) / ticks)
    if low <= high, reading.tick - pivot.tick < Int64(heartbeatTicks) {
      slopeMin = low
      slopeMax = high
      self.held = reading
      return .hold()
    }
    let archived = onDoor(held, from: pivot)
    self.pivot = archived
    slopeMin = -.infinity
    slopeMax = .infinity
    _ = swing(to: reading, from: archived)
    return .send(archived)
  }

  /// Opens the doors from a new pivot with its first reading.
  private mutating func swing(to reading: NativeReading, from pivot: NativeReading) -> EdgeDecision
  {
    let ticks = Double(reading.tick - pivot.tick)
    slopeMin = (reading.value - tolerance - pivot.value) / ticks
    slopeMax = (reading.value + tolerance - pivot.value) / ticks
    held = reading
    return .hold()
  }

  /// The held reading, moved onto the admissible line that is nearest to it.
  private func onDoor(_ held: NativeReading, from pivot: NativeReading) -> NativeReading {
    let ticks = Double(held.tick - pivot.tick)
    let slope = (held.value - pivot.value) / ticks
    if slope >= slopeMin, slope <= slopeMax { return held }
    let nearest = slope < slopeMin ? slopeMin : slopeMax
    return NativeReading(tick: held.tick, value: pivot.value + nearest * ticks)
  }
}
