import Clockwork
import SQLite
import Telemetry

/// Writing the relational role.
extension Store {
  /// Enters an automation with its schedules.
  ///
  /// - Returns: its key.
  @discardableResult
  public func add(_ automation: Automation) throws(StoreError) -> Int64 {
    do throws(DatabaseError) {
      try begin()
      let statement = try database.prepare("INSERT INTO automations VALUES (NULL,?,?,?,?,?,?,?)")
      try statement.bind(automation.name, at: 1)
      try statement.bind(automation.user, at: 2)
      try statement.bind(automation.trigger.text(sortsKeys: true), at: 3)
      try statement.bind(JSONValue.array(automation.actions).text(sortsKeys: true), at: 4)
      try statement.bind(automation.isActive ? 1 : 0, at: 5)
      try statement.bind(automation.createdAt.microseconds, at: 6)
      try statement.bind(automation.createdAt.microseconds, at: 7)
      try statement.run()
      let key = database.lastRowID
      for schedule in automation.schedules { try add(schedule, to: key) }
      try commitIfDurable()
      return key
    } catch { throw .database(error) }
  }

  /// Enters a notification.
  public func add(_ notification: Notification) throws(StoreError) {
    do throws(DatabaseError) {
      try begin()
      let statement = try database.prepare("INSERT INTO notifications VALUES (NULL,?,?,?,?,0,?)")
      try statement.bind(notification.user, at: 1)
      if let device = notification.device {
        try statement.bind(device, at: 2)
      } else {
        try statement.bindNull(at: 2)
      }
      try statement.bind(notification.type, at: 3)
      try statement.bind(notification.message, at: 4)
      try statement.bind(notification.createdAt.microseconds, at: 5)
      try statement.run()
      try commitIfDurable()
    } catch { throw .database(error) }
  }

  /// Enters a model's performance.
  public func add(_ performance: ModelPerformance) throws(StoreError) {
    do throws(DatabaseError) {
      try begin()
      let statement = try database.prepare(
        "INSERT INTO ai_model_performance VALUES (NULL,?,?,?,?,?,?)")
      try statement.bind(performance.modelName, at: 1)
      try statement.bind(performance.version, at: 2)
      // Not-a-number is bound as NULL.
      try statement.bind(performance.accuracy ?? .nan, at: 3)
      try statement.bind(performance.latencyMilliseconds ?? .nan, at: 4)
      try statement.bind(performance.throughputPerSecond ?? .nan, at: 5)
      try statement.bind(performance.time.microseconds, at: 6)
      try statement.run()
      try commitIfDurable()
    } catch { throw .database(error) }
  }

  private func add(_ schedule: Automation.Schedule, to automation: Int64) throws(DatabaseError) {
    let statement = try database.prepare("INSERT INTO schedules VALUES (NULL,?,?,?,?,?)")
    try statement.bind(automation, at: 1)
    try statement.bind(schedule.dayOfWeek, at: 2)
    try statement.bind(schedule.startTime, at: 3)
    if let end = schedule.endTime {
      try statement.bind(end, at: 4)
    } else {
      try statement.bindNull(at: 4)
    }
    try statement.bind(schedule.isRecurring ? 1 : 0, at: 5)
    try statement.run()
  }
}
