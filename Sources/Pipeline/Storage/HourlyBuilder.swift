public import Clockwork
public import Ingestion
import Telemetry

/// One hour of one series in four figures.
public struct HourlyFigures: Hashable, Sendable {
  public var series: UInt16
  /// Start of the hour.
  public var hour: SimTime
  public var count: Int64
  public var mean: Double
  public var min: Double
  public var max: Double
}

/// Sums up one home's readings hour by hour: a value in the lane.
public struct HourlyBuilder: Sendable {
  private struct Open: Sendable {
    var hour = Int64.min
    var count: Int64 = 0
    var sum = 0.0
    var min = Double.infinity
    var max = -Double.infinity

    mutating func add(_ value: Double) {
      count += 1
      sum += value
      min = Swift.min(min, value)
      max = Swift.max(max, value)
    }
  }

  static let hourMicroseconds: Int64 = 3_600_000_000
  private var open: [Open]
  private var closed: [HourlyFigures] = []

  public init(_ directory: ChannelDirectory) {
    open = [Open](repeating: Open(), count: directory.series.count)
  }

  /// Adds a reading; an hour is closed by the first reading of another hour.
  public mutating func append(_ reading: IngestedReading) {
    let series = Int(reading.series)
    let time = reading.eventTime.microseconds
    let hour = Self.start(of: time)
    if open[series].hour != hour {
      close(series)
      open[series].hour = hour
    }
    open[series].add(reading.value)
  }

  /// Hands over the hours that are complete.
  public mutating func takeHours() -> [HourlyFigures] {
    defer { closed.removeAll(keepingCapacity: true) }
    return closed
  }

  /// Hands over everything, at the end of a run.
  public mutating func finish() -> [HourlyFigures] {
    for series in open.indices { close(series) }
    return takeHours()
  }

  static func start(of microseconds: Int64) -> Int64 {
    let hour = microseconds / hourMicroseconds * hourMicroseconds
    return hour > microseconds ? hour - hourMicroseconds : hour
  }

  private mutating func close(_ series: Int) {
    let hour = open[series]
    guard hour.count > 0 else { return }
    closed.append(
      HourlyFigures(
        series: UInt16(series), hour: SimTime(microseconds: hour.hour), count: hour.count,
        mean: hour.sum / Double(hour.count), min: hour.min, max: hour.max))
    open[series] = Open()
  }
}
