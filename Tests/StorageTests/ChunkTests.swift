import Clockwork
import Compression
import Ingestion
import SQLite
import Storage
import Telemetry
import TestSupport
import Testing

@Suite struct ChunkTests {
  /// Values and times of every awkward kind survive, whatever form a block takes.
  @Test(arguments: 0..<12)
  func anySeriesComesBackBitForBit(seed: Int) throws {
    try withFolder { folder in
      var random = TestRandom(seed: UInt64(seed))
      let plan = Fixtures.plan(home: 0)
      var readings: [IngestedReading] = []
      let specials = [
        0, -0.0, .pi, 1e300, -1e-300, 0.1 + 0.2, 3 * 0.1, 9e15, 21.5, .leastNonzeroMagnitude,
      ]
      var time = Fixtures.start
      for n in 0..<(1 + random.below(700)) {
        let value =
          switch seed % 4 {
          case 0: Double(random.below(1000)) / 10
          case 1: Double(random.below(1000)) * 0.1
          case 2: specials[random.below(specials.count)]
          default: Double(random.next() >> 11) / 9e3
          }
        time += .microseconds(seed < 6 ? 60_000_000 : Int64(random.next() % 90_000_000))
        if random.below(100) == 0 { time += .hours(30) }
        // Out of order, as the null player of ingestion hands them over.
        let event = seed == 11 ? time - .seconds(Int64(random.below(7_200))) : time
        readings.append(
          IngestedReading(
            message: MessageID(home: plan.home, device: DeviceIndex(0), sequence: UInt32(n)),
            eventTime: event, arrival: time, value: value, device: DeviceIndex(0), series: 0,
            slot: 0, channel: .temperature, deviceKind: .hygrometer, position: 0,
            batteryPercent: UInt8(truncatingIfNeeded: random.next()),
            signalDBm: Int8(truncatingIfNeeded: random.next()), errorCode: UInt8(n % 256)))
      }
      for mode in [StoreMode.raw, .chunks] {
        let path = folder + "/\(mode.rawValue)"
        let store = try Store(path: path, mode: mode, durability: .batch)
        try store.register(plan, at: Fixtures.start)
        var feed = StoreFeed(
          home: plan.home, mode: mode, directory: ChannelDirectory(plan, rangeMargin: 0))
        for reading in readings { feed.append(reading) }
        let receipt = try store.append(feed.finish(using: Compressor()), window: 0)
        #expect(receipt.stored == Fixtures.ids(readings), "seed \(seed)")
        try store.close()
      }
      let key = SeriesKey(home: plan.home, series: 0)
      let far = Fixtures.start + .days(999)
      let raw = try StoreReader(path: folder + "/raw").readings(
        of: key, from: Fixtures.start - .days(1), to: far)
      let chunks = try StoreReader(path: folder + "/chunks").readings(
        of: key, from: Fixtures.start - .days(1), to: far)
      #expect(raw.map(\.time) == chunks.map(\.time), "seed \(seed)")
      #expect(raw.map(\.value.bitPattern) == chunks.map(\.value.bitPattern), "seed \(seed)")
      #expect(raw.map(\.state) == chunks.map(\.state), "seed \(seed)")
      let expected = readings.sorted { $0.eventTime < $1.eventTime }.map {
        ($0.value + 0).bitPattern
      }
      #expect(seed == 11 || raw.map(\.value.bitPattern) == expected, "seed \(seed)")
    }
  }

  /// A day of a slowly changing temperature, one reading a minute: the everyday case.
  @Test func aRegularSeriesTakesFewBytes() {
    var random = TestRandom(seed: 1)
    let plan = Fixtures.plan(home: 0)
    var builder = ChunkBuilder(ChannelDirectory(plan, rangeMargin: 0))
    var level = 200.0
    for n in 0..<1440 {
      level += Double(random.below(3)) - 1
      let time = Fixtures.start + .hours(14) + .seconds(Int64(n) * 60)
      builder.append(
        IngestedReading(
          message: MessageID(home: plan.home, device: DeviceIndex(0), sequence: UInt32(n)),
          eventTime: time, arrival: time, value: level / 10, device: DeviceIndex(0), series: 0,
          slot: 0, channel: .temperature, deviceKind: .hygrometer, position: 0,
          batteryPercent: 90, signalDBm: Int8(-60 - random.below(4)), errorCode: 0))
    }
    let size = builder.finish(using: Compressor()).reduce(0) { $0 + $1.data.count }
    #expect(Double(size) / 1440 < 1.2)
  }
}
