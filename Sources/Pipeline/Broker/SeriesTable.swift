import Clockwork
import SQLite

/// The series of a store, with the newest time of each: a cache of bounded size before the table.
struct SeriesTable {
  struct Place {
    var id: Int64
    var newest: SimTime
    var isChanged: Bool
  }

  private struct Name: Hashable {
    var home: String
    var device: String
    var sensor: String
  }

  private static let cachedMax = 50_000

  private let database: Database
  private let find: Statement
  private let insert: Statement
  private let update: Statement
  private var places: [Name: Place] = [:]
  private var changed: [Name] = []

  init(_ database: Database) throws(DatabaseError) {
    self.database = database
    find = try database.prepare(
      "SELECT id, newest_us FROM series WHERE home_id = ? AND device_id = ? AND sensor_type = ?")
    insert = try database.prepare("INSERT INTO series VALUES (NULL, ?, ?, ?, ?, ?, NULL)")
    update = try database.prepare("UPDATE series SET newest_us = ?2 WHERE id = ?1")
  }

  mutating func place(of reading: AdmittedReading) throws(DatabaseError) -> Place {
    let name = Name(home: reading.home, device: reading.device, sensor: reading.sensor)
    if let place = places[name] { return place }
    if places.count >= Self.cachedMax {
      try writeNewest()
      places.removeAll(keepingCapacity: true)
    }
    var place = Place(id: 0, newest: .distantPast, isChanged: false)
    defer { find.reset() }
    for (index, text) in [name.home, name.device, name.sensor].enumerated() {
      try find.bind(text, at: Int32(index + 1))
      try insert.bind(text, at: Int32(index + 1))
    }
    if try find.step() {
      place.id = find.integer(0)
      if !find.isNull(1) { place.newest = SimTime(microseconds: find.integer(1)) }
    } else {
      try insert.bind(reading.location, at: 4)
      try insert.bind(reading.unit, at: 5)
      try insert.run()
      place.id = database.lastRowID
    }
    places[name] = place
    return place
  }

  /// - Precondition: `place(of:)` was asked just before.
  mutating func note(_ time: SimTime, of reading: AdmittedReading) {
    let name = Name(home: reading.home, device: reading.device, sensor: reading.sensor)
    guard var place = places[name], time > place.newest else { return }
    if !place.isChanged { changed.append(name) }
    place.newest = time
    place.isChanged = true
    places[name] = place
  }

  mutating func writeNewest() throws(DatabaseError) {
    for name in changed {
      guard let place = places[name] else { continue }
      try update.bind(place.id, at: 1)
      try update.bind(place.newest.microseconds, at: 2)
      try update.run()
      places[name]?.isChanged = false
    }
    changed.removeAll(keepingCapacity: true)
  }

  mutating func forget() {
    places.removeAll()
    changed.removeAll()
  }
}
