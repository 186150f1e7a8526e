import Clockwork
import Compression
import Foundation
import Ingestion
import SQLite
import Storage
import Telemetry
import TestSupport
import Testing

@Suite struct StoreTests {
  let homes = (0..<3).map { Fixtures.readings(home: $0, hours: 40, seed: 11) }

  @Test(arguments: [StoreMode.raw, .chunks], [Database.Durability.batch, .full])
  func everyReadingComesBackBitForBit(mode: StoreMode, durability: Database.Durability) throws {
    try withFolder { folder in
      let path = folder + "/twin.sqlite"
      let sums = try Fixtures.write(homes, to: path, mode: mode, durability: durability)
      #expect(sums.stored == Fixtures.ids(homes.flatMap { $0 }) && sums.notKept == .zero)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["twin.sqlite"])
      let reader = try StoreReader(path: path)
      #expect(try reader.storedNow() == sums.stored)
      try reader.verify()
      for (home, readings) in homes.enumerated() {
        for (index, series) in try reader.series(of: HomeID(UInt32(home))).enumerated() {
          let expected = readings.filter { Int($0.series) == index }
          let found = try reader.readings(
            of: series.key, from: Fixtures.start, to: Fixtures.start + .days(9))
          #expect(found.map(\.time) == expected.map(\.eventTime))
          #expect(found.map(\.value.bitPattern) == expected.map { ($0.value + 0).bitPattern })
          #expect(found.map(\.state.signalDBm) == expected.map(\.signalDBm))
          #expect(found.map(\.state.batteryPercent) == expected.map(\.batteryPercent))
          #expect(found.map(\.state.errorCode) == expected.map(\.errorCode))
        }
      }
    }
  }

  /// The data plan's first question against a pass over the input.
  @Test(arguments: [StoreMode.raw, .chunks, .aggregates])
  func hourlyMeansEqualBruteForce(mode: StoreMode) throws {
    try withFolder { folder in
      let path = folder + "/twin.sqlite"
      try Fixtures.write(homes, to: path, mode: mode)
      let start = SimTime(microseconds: Fixtures.start.microseconds) + .hours(3)
      let end = start + .hours(30)
      var sums: [[Int64]: (Double, Int64, Double, Double)] = [:]
      for reading in homes[1]
      where reading.eventTime >= start && reading.eventTime < end
        && (reading.channel == .temperature || reading.channel == .relativeHumidity)
      {
        let hour = reading.eventTime.microseconds / 3_600_000_000
        let old = sums[[Int64(reading.series), hour]] ?? (0, 0, .infinity, -.infinity)
        sums[[Int64(reading.series), hour]] = (
          old.0 + reading.value, old.1 + 1, min(old.2, reading.value), max(old.3, reading.value)
        )
      }
      let found = try StoreReader(path: path).hourlyMeans(
        home: HomeID(1), channels: [.temperature, .relativeHumidity], from: start, to: end)
      let expected = sums.keys.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.compactMap { sums[$0] }
      #expect(found.count == 90 && found.map(\.count) == expected.map(\.1))
      #expect(found.map(\.mean) == expected.map { $0.0 / Double($0.1) })
      #expect(found.map(\.min) == expected.map(\.2) && found.map(\.max) == expected.map(\.3))
      let kitchen = try StoreReader(path: path).hourlyMeans(
        home: HomeID(1), location: "home_000001/kitchen", from: start, to: end)
      #expect(Set(kitchen.map(\.channelName)) == ["temperature", "humidity", "power", "energy"])
    }
  }

  @Test func dailyEnergyEqualsBruteForce() throws {
    try withFolder { folder in
      let path = folder + "/twin.sqlite"
      let store = try Store(path: path, mode: .chunks, durability: .batch)
      let plan = Fixtures.plan(home: 0)
      try store.register(plan, at: Fixtures.start)
      var feed = StoreFeed(
        home: plan.home, mode: .chunks, directory: ChannelDirectory(plan, rangeMargin: 0))
      func send(_ tariff: TariffMessage) {
        let header = MessageHeader(
          kind: .tariff, device: DeviceIndex(4095), sequence: 0, deviceTime: tariff.from)
        feed.append(
          ArrivedMessage(
            id: MessageID(rawValue: 0), arrival: tariff.from,
            message: Message(header: header, body: .tariff(tariff))))
      }
      send(
        TariffMessage(
          from: Fixtures.start, pricePerKWh: 0.25, currency: "USD", carbonKgPerKWh: 0.5))
      for reading in homes[0] { feed.append(reading) }
      _ = try store.append(feed.finish(using: Compressor()), window: 0)
      try store.close()
      let days = try StoreReader(path: path).dailyEnergy(
        home: HomeID(0), device: DeviceIndex(4), from: Fixtures.start - .days(1),
        to: Fixtures.start + .days(9))
      let counter = homes[0].filter { $0.channel == .energy }
      func level(at time: SimTime) -> Double {
        let next = counter.firstIndex { $0.eventTime >= time } ?? counter.count - 1
        guard next > 0 else { return counter[0].value }
        let (a, b) = (counter[next - 1], counter[next])
        let span = (b.eventTime - a.eventTime).seconds
        return a.value + (b.value - a.value) * min((time - a.eventTime).seconds / span, 1)
      }
      let midnight = SimTime(microseconds: 1_725_321_600_000_000)
      let expected = [
        level(at: midnight) - counter[0].value,
        level(at: midnight + .days(1)) - level(at: midnight),
        (counter.last?.value ?? 0) - level(at: midnight + .days(1)),
      ]
      #expect(days.map(\.day) == [midnight - .days(1), midnight, midnight + .days(1)])
      for (day, energy) in zip(days, expected) {
        #expect(abs(day.energyKWh - energy) < 1e-9)
        #expect(abs((day.cost ?? 0) - energy * 0.25) < 1e-9)
        #expect(abs((day.carbonKg ?? 0) - energy * 0.5) < 1e-9)
      }
    }
  }

  @Test(arguments: [StoreMode.aggregates, .none])
  func whatIsNotKeptIsSaid(mode: StoreMode) throws {
    try withFolder { folder in
      let sums = try Fixtures.write(homes, to: folder + "/twin.sqlite", mode: mode)
      #expect(sums.stored == .zero && sums.notKept == Fixtures.ids(homes.flatMap { $0 }))
      #expect(try StoreReader(path: folder + "/twin.sqlite").storedNow() == .zero)
    }
  }

  @Test(arguments: [StoreMode.raw, .chunks])
  func whatExpiresIsCounted(mode: StoreMode) throws {
    try withFolder { folder in
      let path = folder + "/twin.sqlite"
      let limit = Fixtures.start + .days(1)
      let midnight = SimTime(microseconds: limit.microseconds / 86_400_000_000 * 86_400_000_000)
      var expired: [(home: HomeID, ids: IDSum)] = []
      let sums = try Fixtures.write(homes, to: path, mode: mode) {
        expired = try $0.expire(before: limit)
        #expect(try $0.expire(before: limit).isEmpty)
      }
      for (home, readings) in homes.enumerated() {
        #expect(expired[home].home.rawValue == UInt32(home))
        #expect(
          expired[home].ids == Fixtures.ids(readings.filter { $0.eventTime < midnight }))
      }
      let reader = try StoreReader(path: path)
      let total = expired.reduce(IDSum.zero) { $0 + $1.ids }
      #expect(try reader.storedNow() == sums.stored - total)
      let key = SeriesKey(home: HomeID(0), series: 0)
      let first = try reader.readings(
        of: key, from: Fixtures.start, to: Fixtures.start + .days(9)
      ).first
      #expect(first.map { $0.time >= midnight } == true)
    }
  }

  @Test func batchesOutOfOrderAndUnknownHomesAreRefused() throws {
    try withFolder { folder in
      let store = try Store(path: folder + "/s", mode: .raw, durability: .batch)
      let plan = Fixtures.plan(home: 1)
      var feed = StoreFeed(
        home: plan.home, mode: .raw, directory: ChannelDirectory(plan, rangeMargin: 0))
      let batch = feed.take(using: Compressor())
      #expect(throws: StoreError.self) { try store.append(batch, window: 0) }
      try store.register(plan, at: Fixtures.start)
      #expect(throws: StoreError.self) { try store.register(plan, at: Fixtures.start) }
      _ = try store.append(batch, window: 3)
      let error = #expect(throws: StoreError.self) { try store.append(batch, window: 3) }
      #expect(
        error?.description.contains("window 3 of home_000001 comes after a later one") == true)
    }
  }

  @Test func aMiscountIsNoticedOnOpening() throws {
    for (mode, table) in [(StoreMode.raw, "telemetry_row"), (.chunks, "telemetry_chunk")] {
      try withFolder { folder in
        let path = folder + "/s"
        try Fixtures.write(homes, to: path, mode: mode)
        let database = try Database(path: path, access: .readWrite)
        try database.execute("DELETE FROM \(table) WHERE rowid = 5")
        try database.close()
        let reading = #expect(throws: StoreError.self) { try StoreReader(path: path) }
        #expect(reading?.description.contains("readings, expected") == true)
        #expect(throws: StoreError.self) {
          try Store(path: path, mode: mode, durability: .batch)
        }
      }
    }
  }

  @Test(arguments: [
    ("data = substr(data, 1, length(data) - 2)", ""), ("data = zeroblob(9)", "state a size"),
    ("crc32c = crc32c + 1", "the checksum does not fit"), ("byte_count = 1 << 50", "bad size"),
    ("day = day + 1, reading_count = reading_count", nil),
  ])
  func aDamagedChunkIsNamed(change: String, why: String?) throws {
    try withFolder { folder in
      let path = folder + "/s"
      try Fixtures.write(homes, to: path, mode: .chunks)
      let database = try Database(path: path, access: .readWrite)
      try database.execute("UPDATE telemetry_chunk SET \(change) WHERE id = 7")
      try database.close()
      let reader = try StoreReader(path: path)
      guard let why else {
        // Times are relative to the day: a moved chunk can be read, at other times.
        try reader.verify()
        return
      }
      let error = #expect(throws: StoreError.self) { try reader.verify() }
      #expect(error?.description.contains("is corrupt: ") == true)
      #expect(why.isEmpty || error?.description.contains(why) == true)
    }
  }

  @Test func aStoreGoesOnWhereItStopped() throws {
    try withFolder { folder in
      let path = folder + "/s"
      let sums = try Fixtures.write([homes[0]], to: path, mode: .raw)
      let store = try Store(path: path, mode: .raw, durability: .full)
      #expect(try store.storedNow() == sums.stored)
      #expect(throws: StoreError.self) {
        try store.register(Fixtures.plan(home: 0), at: Fixtures.start)
      }
      try store.close()
      let mismatch = #expect(throws: StoreError.self) {
        try Store(path: path, mode: .chunks, durability: .full)
      }
      #expect(mismatch?.description.hasSuffix("keeps \"raw\", expected \"chunks\"") == true)
    }
  }

  @Test func otherFilesAreRefused() throws {
    try withFolder { folder in
      try String(repeating: "text ", count: 999)
        .write(toFile: folder + "/t", atomically: true, encoding: .utf8)
      for path in ["/t", "/missing"] {
        #expect(throws: StoreError.self) { try StoreReader(path: folder + path) }
      }
      let error = #expect(throws: StoreError.self) {
        try Store(path: folder + "/t", mode: .raw, durability: .batch)
      }
      #expect(error?.description.contains("expected a store of version 2") == true)
    }
  }
}
