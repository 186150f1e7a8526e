import Clockwork
import Ingestion
import SQLite
import Storage
import Telemetry
import TestSupport
import Testing

@Suite struct RelationalTests {
  private let user = RelationalKey.user(HomeID(0), ResidentIndex(0))

  private func automation(_ name: String, isActive: Bool = true) -> Automation {
    Automation(
      name: name, user: user,
      trigger: .object([JSONMember("type", "time"), JSONMember("value", "19:00:00")]),
      actions: [
        .object([
          JSONMember("action", "set_color"), JSONMember("device", "smart_lights"),
          JSONMember("value", "warm_white"),
        ])
      ],
      isActive: isActive, createdAt: Fixtures.start)
  }

  /// The data plan's second question.
  @Test func activeAutomationsComeWithTheirSchedules() throws {
    try withFolder { folder in
      let path = folder + "/s"
      var mood = automation("Evening Mood")
      mood.schedules = [
        .init(dayOfWeek: 6, startTime: "19:00", endTime: "23:00:00"),
        .init(dayOfWeek: 1, startTime: "18:30:00", isRecurring: false),
      ]
      try Fixtures.write([[]], to: path, mode: .none) { store in
        try store.add(mood)
        try store.add(automation("Away", isActive: false))
        try store.add(automation("Alarm"))
        try store.add(
          Notification(
            user: user, device: nil, type: "alert", message: "Window open",
            createdAt: Fixtures.start))
        try store.add(
          ModelPerformance(
            modelName: "harmonic", version: "1", accuracy: 0.9, latencyMilliseconds: nil,
            throughputPerSecond: 100, time: Fixtures.start))
      }
      let found = try StoreReader(path: path).activeAutomations(of: user)
      mood.schedules.sort { $0.dayOfWeek < $1.dayOfWeek }
      #expect(found == [automation("Alarm"), mood])
      #expect(try StoreReader(path: path).activeAutomations(of: 77).isEmpty)
      let database = try Database(path: path, access: .readOnly)
      #expect(try database.integer("SELECT count(*) FROM notifications WHERE NOT is_read") == 1)
      #expect(
        try database.integer(
          "SELECT count(*) FROM ai_model_performance WHERE latency_ms IS NULL") == 1)
    }
  }

  @Test func theDataPlansMeasurementsHaveTheirOwnNames() throws {
    try withFolder { folder in
      let path = folder + "/s"
      let readings = Fixtures.readings(home: 0, hours: 2, seed: 1)
      try Fixtures.write([readings], to: path, mode: .raw)
      let database = try Database(path: path, access: .readOnly)
      let statement = try database.prepare(
        """
        SELECT time, device_id, sensor_type, location_id, firmware_version, value, battery_level,
          signal_strength, error_code
        FROM device_telemetry ORDER BY time_us LIMIT 1
        """)
      #expect(try statement.step())
      #expect(statement.text(0) == "2024-09-02T10:00:00Z")
      #expect(statement.text(1) == "home_000000/hygrometer_000")
      #expect(statement.text(2) == "temperature" && statement.text(3) == "home_000000/kitchen")
      #expect(statement.text(4) == "v1" && statement.double(5) == readings[0].value)
      #expect(statement.double(6) == 0.9)
      #expect(statement.integer(7) == Int64(readings[0].signalDBm) && statement.integer(8) == 0)
      #expect(try database.integer("SELECT count(*) FROM energy_consumption_series") == 2)
      #expect(try database.integer("SELECT count(*) FROM device_status") == 0)
      #expect(try database.integer("SELECT count(*) FROM users WHERE role = 'admin'") == 1)
      #expect(try database.integer("SELECT count(*) FROM locations") == 3)
    }
  }

  @Test func rulesOfTheSchemaHold() throws {
    try withFolder { folder in
      let store = try Store(path: folder + "/s", mode: .none, durability: .batch)
      try store.register(Fixtures.plan(home: 0), at: Fixtures.start)
      var wrong = automation("No such user")
      wrong.user = 99
      let error = #expect(throws: StoreError.self) { try store.add(wrong) }
      #expect(error?.description.contains("FOREIGN KEY") == true)
      wrong = automation("No such day")
      wrong.schedules = [.init(dayOfWeek: 7, startTime: "19:00")]
      #expect(throws: StoreError.self) { try store.add(wrong) }
      wrong.schedules = [.init(dayOfWeek: 6, startTime: "noon")]
      #expect(throws: StoreError.self) { try store.add(wrong) }
    }
  }
}
