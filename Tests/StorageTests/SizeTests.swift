import Foundation
import SQLite
import Storage
import Telemetry
import TestSupport
import Testing

/// What readings take, by the record format, beside what SQLite itself counts on its pages.
@Suite struct SizeTests {
  let homes = (0..<3).map { Fixtures.readings(home: $0, hours: 30, seed: 5) }

  @Test(arguments: [
    (StoreMode.raw, "telemetry_row"), (.chunks, "telemetry_chunk"), (.aggregates, "telemetry_hour"),
  ])
  func sizesAreThoseOfThePages(mode: StoreMode, table: String) throws {
    try withFolder { folder in
      let path = folder + "/twin.sqlite"
      try Fixtures.write(homes, to: path, mode: mode)
      let reader = try StoreReader(path: path)
      let sizes = try homes.indices.map { try reader.size(of: HomeID(UInt32($0))) }
      #expect(sizes.map(\.readings) == homes.map { Int64($0.count) })
      // The virtual table of SQLite's own analyser, present in the distributions' builds.
      let database = try Database(path: path, access: .readOnly)
      let pages = try database.integer("SELECT sum(payload) FROM dbstat WHERE name = '\(table)'")
      #expect(sizes.reduce(0) { $0 + $1.bytes } == pages)
      // How a run was cut into windows, and homes interleaved, changes nothing.
      let other = folder + "/other.sqlite"
      try Fixtures.write(homes, to: other, mode: mode, windowHours: 2)
      let again = try homes.indices.map {
        try StoreReader(path: other).size(of: HomeID(UInt32($0))).bytes
      }
      #expect(again == sizes.map(\.bytes))
    }
  }

  @Test func nothingTakesNothing() throws {
    try withFolder { folder in
      let path = folder + "/twin.sqlite"
      try Fixtures.write(homes, to: path, mode: .none)
      let size = try StoreReader(path: path).size(of: HomeID(0))
      #expect(size.readings == 0 && size.bytes == 0)
      try Fixtures.write(homes, to: folder + "/raw.sqlite", mode: .raw)
      let stranger = try StoreReader(path: folder + "/raw.sqlite").size(of: HomeID(77))
      #expect(stranger.readings == 0 && stranger.bytes == 0)
    }
  }
}
