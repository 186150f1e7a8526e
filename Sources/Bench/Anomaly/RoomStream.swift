internal import Clockwork

/// A room's temperature every ten minutes for four weeks: a week in which the sensor is well, then
/// three in which it is stuck, biased, drifting and noisy once each and has four spikes.
///
/// The room is heated by a schedule that is later at weekends, warmed by a sun that differs from
/// day to day, aired now and then, and lives in weather; the sensor's noise is that measured in
/// homes (.03 K, UCI occupancy), its values are rounded to a tenth of a kelvin as room sensors do.
///
/// | fault | size | length |
/// |---|---|---|
/// | stuck | the value at its beginning | 12 to 36 h |
/// | bias | 1.5 to 3 K, up or down | 12 to 36 h |
/// | drift | 1 to 1.5 K a day, up or down | 48 to 72 h |
/// | noise | .4 to .8 K more standard deviation | 12 to 24 h |
/// | spike | 3 to 6 K, up or down | a row; four in four days |
public struct RoomStream: Hashable, Sendable {
  public enum Fault: String, CaseIterable, Hashable, Sendable {
    case stuck, bias, drift, noise, spike
  }

  public struct Event: Hashable, Sendable {
    public var fault: Fault
    public var rows: ClosedRange<Int>
  }

  public static let rowsPerDay = 144
  public static let rowCount = 28 * rowsPerDay
  /// Rows in which nothing is wrong.
  public static let cleanCount = 7 * rowsPerDay

  /// Microseconds since 1970; the first day is Monday, 2024-01-15.
  public let times: [Int64]
  public let values: [Double]
  /// In order, half a day apart at least where they are of different kinds.
  public let events: [Event]

  /// - Parameter isHealthy: leaves all faults out.
  public init(seed: UInt64, isHealthy: Bool = false) {
    func chance(_ entity: UInt64) -> RandomStream {
      RandomStream(seed: seed, purpose: Purpose("bench.room-stream"), entity: entity)
    }
    var (room, sensor, fate) = (chance(0), chance(1), chance(2))
    times = (0..<Self.rowCount).map { 1_705_276_800_000_000 + Int64($0) * 600_000_000 }
    let truth = Self.temperatures(&room)
    var values = truth.map { $0 + 0.03 * sensor.gaussian() }
    let events = isHealthy ? [] : Self.draw(&fate)
    for event in events { Self.strike(&values, event, &fate) }
    self.values = values.map { ($0 * 10).rounded() / 10 }
    self.events = events
  }

  /// The labels of rows.
  public var faults: [Fault?] {
    var labels = [Fault?](repeating: nil, count: Self.rowCount)
    for event in events {
      for row in event.rows { labels[row] = event.fault }
    }
    return labels
  }

  private static func temperatures(_ chance: inout RandomStream) -> [Double] {
    // Shares that ten minutes leave of what decays in 4 h, 12 h, 1 h and half an hour.
    let (wall, front, air, window) = (0.95918946, 0.98620712, 0.84648172, 0.71653131)
    var (heated, weather, draught, aired, sun) = (19.0, 0.3 * chance.gaussian(), 0.0, 0.0, 0.0)
    return (0..<rowCount).map { row in
      let (day, hour) = (row / rowsPerDay, Double(row % rowsPerDay) / 6)
      let isWeekend = day % 7 >= 5
      if row % rowsPerDay == 0 { sun = chance.uniform(in: 0...1) }
      let isOn = hour >= (isWeekend ? 7.5 : 6.5) && hour < (isWeekend ? 23 : 22.5)
      heated = wall * heated + (1 - wall) * (isOn ? 21.5 : 18)
      weather = front * weather + 0.3 * (1 - front * front).squareRoot() * chance.gaussian()
      draught = air * draught + 0.08 * (1 - air * air).squareRoot() * chance.gaussian()
      let opens = hour >= 7 && hour < 22 && chance.bernoulli(numerator: 1, denominator: 130)
      aired = window * aired + (opens ? chance.uniform(in: 0.3...1) : 0)
      let height = 1 - (hour - 13) * (hour - 13) / 16
      return heated + weather + draught - aired + (height > 0 ? sun * height : 0)
    }
  }

  private static func draw(_ chance: inout RandomStream) -> [Event] {
    var order = Fault.allCases
    chance.shuffle(&order)
    let section = (rowCount - cleanCount) / order.count
    var events: [Event] = []
    for (place, fault) in order.enumerated() {
      let first = cleanCount + place * section
      if fault == .spike {
        for day in 0..<4 {
          let row = first + 36 + day * rowsPerDay + Int(chance.below(108))
          events.append(Event(fault: .spike, rows: row...row))
        }
        continue
      }
      let hours: ClosedRange<Int64> =
        switch fault {
        case .drift: 48...72
        case .noise: 12...24
        default: 12...36
        }
      let length = Int(chance.integer(in: hours)) * 6
      let start = first + 36 + Int(chance.below(UInt64(section - 72 - length)))
      events.append(Event(fault: fault, rows: start...(start + length - 1)))
    }
    return events
  }

  private static func strike(
    _ values: inout [Double], _ event: Event, _ chance: inout RandomStream
  ) {
    let sign = chance.bernoulli(numerator: 1, denominator: 2) ? 1.0 : -1
    let size =
      switch event.fault {
      case .stuck: 0.0
      case .bias: chance.uniform(in: 1.5...3)
      case .drift: chance.uniform(in: 1...1.5)
      case .noise: chance.uniform(in: 0.4...0.8)
      case .spike: chance.uniform(in: 3...6)
      }
    let first = values[event.rows.lowerBound]
    for row in event.rows {
      switch event.fault {
      case .stuck: values[row] = first
      case .bias, .spike: values[row] += sign * size
      case .drift:
        values[row] += sign * size * Double(row - event.rows.lowerBound) / Double(rowsPerDay)
      case .noise: values[row] += size * chance.gaussian()
      }
    }
  }
}
