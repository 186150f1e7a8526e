public import Clockwork
import SQLite
public import Telemetry

/// The data plan's questions, answered from raw rows, chunks or hourly figures alike.
extension StoreReader {
  /// An hour of one device and sensor type.
  public struct HourlyMean: Hashable, Sendable {
    public var device: String
    public var channelName: String
    /// Start of the hour.
    public var hour: SimTime
    public var count: Int64
    public var mean: Double
    public var min: Double
    public var max: Double
  }

  /// A day of one device's energy.
  public struct DailyEnergy: Hashable, Sendable {
    /// Start of the day.
    public var day: SimTime
    public var energyKWh: Double
    /// nil if no tariff was known in any hour of the day.
    public var cost: Double?
    /// kg; nil if no tariff was known in any hour of the day.
    public var carbonKg: Double?
  }

  /// The hourly mean of each device and sensor type, ordered by series and hour (data plan 3.1).
  ///
  /// - Parameters:
  ///   - location: a location's name such as `home_000042/bedroom_2`; nil for all.
  ///   - channels: nil for all.
  public func hourlyMeans(
    home: HomeID, location: String? = nil, channels: [Channel]? = nil, from start: SimTime,
    to end: SimTime
  ) throws(StoreError) -> [HourlyMean] {
    let names = channels?.map(\.name)
    let asked = try series(of: home).filter { series in
      (location == nil || series.location == location)
        && (names == nil || names?.contains(series.channelName) == true)
    }
    var means: [HourlyMean] = []
    if mode == .aggregates {
      for series in asked { means += try storedHours(of: series, from: start, to: end) }
    } else {
      let readings = try readings(of: asked.map(\.key), from: start, to: end)
      for (series, readings) in zip(asked, readings) { means += hours(of: series, readings) }
    }
    return means
  }

  private func hours(of series: Series, _ readings: [StoredReading]) -> [HourlyMean] {
    var means: [HourlyMean] = []
    var sum = 0.0
    for reading in readings {
      let hour = HourlyBuilder.start(of: reading.time.microseconds)
      let value = reading.value
      if means.last?.hour.microseconds != hour {
        sum = 0
        means.append(
          HourlyMean(
            device: series.device, channelName: series.channelName,
            hour: SimTime(microseconds: hour), count: 0, mean: 0, min: value, max: value))
      }
      let last = means.count - 1
      sum += value
      means[last].count += 1
      means[last].mean = sum / Double(means[last].count)
      means[last].min = Swift.min(means[last].min, value)
      means[last].max = Swift.max(means[last].max, value)
    }
    return means
  }

  /// Hours that were closed more than once (readings out of order) are put together.
  private func storedHours(
    of series: Series, from start: SimTime, to end: SimTime
  ) throws(StoreError) -> [HourlyMean] {
    try query {
      let statement = try database.prepare(
        """
        SELECT hour_us, sum(reading_count), sum(mean * reading_count) / sum(reading_count),
          min(min), max(max)
        FROM telemetry_hour WHERE series = ? AND hour_us >= ? AND hour_us < ?
        GROUP BY hour_us ORDER BY hour_us
        """)
      try statement.bind(series.key.rawValue, at: 1)
      try statement.bind(start.microseconds, at: 2)
      try statement.bind(end.microseconds, at: 3)
      var means: [HourlyMean] = []
      while try statement.step() {
        means.append(
          HourlyMean(
            device: series.device, channelName: series.channelName,
            hour: SimTime(microseconds: statement.integer(0)), count: statement.integer(1),
            mean: statement.double(2), min: statement.double(3), max: statement.double(4)))
      }
      return means
    }
  }

  /// The energy of each day of one device (data plan 3.6), ordered by day.
  ///
  /// - Parameter utcOffset: where days start: local time less UTC; zero for days in UTC.
  public func dailyEnergy(
    home: HomeID, device: DeviceIndex, from start: SimTime, to end: SimTime,
    utcOffset: SimDuration = .zero
  ) throws(StoreError) -> [DailyEnergy] {
    try query {
      let statement = try database.prepare(
        """
        SELECT time_us, energy_value, cost, co2_emission_kg FROM energy_consumption
        WHERE device_id = ? AND time_us >= ? AND time_us < ? ORDER BY time_us, id
        """)
      try statement.bind(RelationalKey.device(home, device), at: 1)
      try statement.bind(start.microseconds, at: 2)
      try statement.bind(end.microseconds, at: 3)
      var days: [DailyEnergy] = []
      while try statement.step() {
        let local = statement.integer(0) + utcOffset.microseconds
        let day = Day.of(local) * Day.microseconds - utcOffset.microseconds
        if days.last?.day.microseconds != day {
          days.append(
            DailyEnergy(
              day: SimTime(microseconds: day), energyKWh: 0, cost: nil, carbonKg: nil))
        }
        let last = days.count - 1
        days[last].energyKWh += statement.double(1)
        if !statement.isNull(2) { days[last].cost = (days[last].cost ?? 0) + statement.double(2) }
        if !statement.isNull(3) {
          days[last].carbonKg = (days[last].carbonKg ?? 0) + statement.double(3)
        }
      }
      return days
    }
  }

  /// A user's active automations with their schedules, by name and then day (data plan 3.6).
  public func activeAutomations(of user: Int64) throws(StoreError) -> [Automation] {
    try query {
      let statement = try database.prepare(
        """
        SELECT a.id, a.name, a.trigger_condition, a.actions, a.created_at_us,
          s.day_of_week, s.start_time, s.end_time, s.is_recurring
        FROM automations a LEFT JOIN schedules s ON a.id = s.automation_id
        WHERE a.user_id = ? AND a.is_active = 1
        ORDER BY a.name, a.id, s.day_of_week, s.id
        """)
      try statement.bind(user, at: 1)
      var automations: [Automation] = []
      var lastKey: Int64?
      while try statement.step() {
        if statement.integer(0) != lastKey {
          lastKey = statement.integer(0)
          automations.append(
            Automation(
              name: statement.text(1), user: user, trigger: try JSONValue.parse(statement.text(2)),
              actions: try JSONValue.parse(statement.text(3)).arrayValue ?? [],
              createdAt: SimTime(microseconds: statement.integer(4))))
        }
        guard !statement.isNull(5) else { continue }
        automations[automations.count - 1].schedules.append(
          Automation.Schedule(
            dayOfWeek: Int(statement.integer(5)), startTime: statement.text(6),
            endTime: statement.isNull(7) ? nil : statement.text(7),
            isRecurring: statement.integer(8) == 1))
      }
      return automations
    }
  }
}
