import Clockwork
import Ingestion
import SQLite
import Telemetry

/// Enters a site plan into the relational tables and the series' dimension table.
struct PlanWriter {
  private let database: Database

  init(_ database: Database) { self.database = database }

  func write(_ plan: SitePlan, at time: SimTime) throws(DatabaseError) {
    try writeLocations(plan)
    try writeUsers(plan, at: time)
    try writeDevices(plan, at: time)
    try writeSeries(plan)
  }

  /// The home, and its rooms below it.
  private func writeLocations(_ plan: SitePlan) throws(DatabaseError) {
    let statement = try database.prepare("INSERT INTO locations VALUES (?,?,?,?,?,?,?,?,?)")
    let home = RelationalKey.location(plan.home, nil)
    try statement.bind(home, at: 1)
    try statement.bindNull(at: 2)
    try statement.bind(plan.home.name, at: 3)
    try statement.bind("home", at: 4)
    try statement.bind(plan.street, at: 5)
    try statement.bind(plan.latitudeDegrees, at: 6)
    try statement.bind(plan.longitudeDegrees, at: 7)
    try statement.bind(plan.zoneRule, at: 8)
    try statement.bind(plan.floorAreaM2, at: 9)
    try statement.run()
    for room in plan.rooms {
      try statement.bind(RelationalKey.location(plan.home, room.index), at: 1)
      try statement.bind(home, at: 2)
      try statement.bind("\(plan.home.name)/\(room.name)", at: 3)
      try statement.bind(room.kind.name, at: 4)
      for column: Int32 in 5...8 { try statement.bindNull(at: column) }
      try statement.bind(room.areaM2, at: 9)
      try statement.run()
    }
  }

  /// Residents as users. They have no mailbox and never log in: the address is of the reserved
  /// domain of RFC 2606, and "!" is no hash of any password.
  private func writeUsers(_ plan: SitePlan, at time: SimTime) throws(DatabaseError) {
    let statement = try database.prepare(
      "INSERT INTO users VALUES (?,?,?,'!',?,NULL,1,?,?)")
    for resident in plan.residents {
      let name = "user_\(resident.index.rawValue)"
      try statement.bind(RelationalKey.user(plan.home, resident.index), at: 1)
      try statement.bind("\(plan.home.name)/\(name)", at: 2)
      try statement.bind("\(name)@\(plan.home.name).example", at: 3)
      try statement.bind(time.microseconds, at: 4)
      try statement.bind(resident.index == plan.residents.first?.index ? "admin" : "user", at: 5)
      try statement.bind(RelationalKey.location(plan.home, nil), at: 6)
      try statement.run()
    }
  }

  private func writeDevices(_ plan: SitePlan, at time: SimTime) throws(DatabaseError) {
    let statement = try database.prepare(
      "INSERT INTO devices VALUES (?,?,?,?,?,?,?,?,NULL,?,1)")
    let rooms = Set(plan.rooms.map(\.index))
    for device in plan.devices {
      try statement.bind(RelationalKey.device(plan.home, device.index), at: 1)
      try statement.bind("\(plan.home.name)/\(device.name)", at: 2)
      if let owner = plan.residents.first {
        try statement.bind(RelationalKey.user(plan.home, owner.index), at: 3)
      } else {
        try statement.bindNull(at: 3)
      }
      try statement.bind(device.kind.name, at: 4)
      try statement.bind(device.manufacturer, at: 5)
      try statement.bind(device.model, at: 6)
      try statement.bind(device.firmware, at: 7)
      try statement.bind(String(JSONTimestamp.text(time).prefix(10)), at: 8)
      let room = rooms.contains(device.room) ? device.room : nil
      try statement.bind(RelationalKey.location(plan.home, room), at: 9)
      try statement.run()
    }
  }

  private func writeSeries(_ plan: SitePlan) throws(DatabaseError) {
    let statement = try database.prepare("INSERT INTO series VALUES (?,?,?,?,?,?,?)")
    let directory = ChannelDirectory(plan, rangeMargin: 0)
    for (index, series) in directory.series.enumerated() {
      try statement.bind(
        SeriesKey(home: plan.home, series: UInt16(index)).rawValue, at: 1)
      try statement.bind(RelationalKey.device(plan.home, series.device), at: 2)
      try statement.bind(series.sheet.channel.name, at: 3)
      try statement.bind(series.sheet.channel.unitSuffix, at: 4)
      try statement.bind(Int64(series.sheet.periodSeconds), at: 5)
      try statement.bind(series.sheet.resolution, at: 6)
      try statement.bind(series.sheet.accuracySD, at: 7)
      try statement.run()
    }
  }
}
