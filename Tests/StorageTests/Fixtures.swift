import Clockwork
import Compression
import Ingestion
import SQLite
import Storage
import Telemetry
import TestSupport

enum Fixtures {
  static let start = TestHome.start

  static func plan(home: Int) -> SitePlan {
    TestHome.plan(
      HomeID(UInt32(home)), street: "\(home) Elm Street",
      rooms: [
        .init(index: RoomIndex(0), kind: .kitchen, name: "kitchen", areaM2: 20),
        .init(index: RoomIndex(1), kind: .bedroom, name: "bedroom_1", areaM2: 12),
      ],
      doorways: [.init(RoomIndex(0), RoomIndex(1))],
      devices: [
        device(0, .hygrometer, room: 0, [(.temperature, 60, 0.1), (.relativeHumidity, 60, 0.01)]),
        device(1, .windowContact, room: 1, [(.contact, 0, 1)]),
        device(3, .thermometer, room: 1, [(.temperature, 60, 0.0625)]),
        device(4, .electricityMeter, room: 0, [(.power, 60, 1), (.energy, 60, 0.001)]),
      ],
      residents: [
        .init(index: ResidentIndex(0), name: "Ana", heatingSetpointC: 20, coolingSetpointC: 25),
        .init(index: ResidentIndex(1), name: "Ben", heatingSetpointC: 21, coolingSetpointC: 25),
      ])
  }

  static func device(
    _ index: Int, _ kind: DeviceKind, room: Int, _ channels: [(Channel, UInt16, Double)]
  ) -> SitePlan.Device {
    TestHome.device(
      index, kind, room: room,
      channels.map { channel, period, resolution in
        TestHome.sheet(channel, period: period, resolution: resolution, range: -1e6...1e6)
      })
  }

  /// A home's readings over some hours, each minute, in order of event time, with gaps.
  static func readings(home: Int, hours: Int, seed: UInt64) -> [IngestedReading] {
    var random = TestRandom(seed: seed &+ UInt64(home) &* 1_000)
    let directory = ChannelDirectory(plan(home: home), rangeMargin: 0)
    var levels = [Double](repeating: 20, count: directory.series.count)
    var readings: [IngestedReading] = []
    var sequences = [UInt32](repeating: 0, count: 8)
    for minute in 0..<hours * 60 {
      for (index, series) in directory.series.enumerated() where random.below(10) > 0 {
        let step = (Double(random.below(200)) - 100) / 100
        var value = 0.0
        switch series.sheet.channel {
        case .energy:
          levels[index] += step * step
          value = (levels[index] * 1000).rounded() / 1000
        case .contact: value = Double(random.below(2))
        case .power: value = levels[index] * .pi * Double(minute)
        default:
          levels[index] += step
          value = (levels[index] / series.sheet.resolution).rounded() * series.sheet.resolution
        }
        let time = start + .seconds(Int64(minute) * 60 + Int64(index)) + .microseconds(17)
        let device = series.device.index
        readings.append(
          IngestedReading(
            message: MessageID(
              home: HomeID(UInt32(home)), device: series.device, sequence: sequences[device]),
            eventTime: time, arrival: time + .milliseconds(150), value: value,
            device: series.device, series: UInt16(index), slot: series.slot,
            channel: series.sheet.channel, deviceKind: series.deviceKind, position: 0,
            batteryPercent: device == 4 ? 255 : 90, signalDBm: Int8(-60 - random.below(5)),
            errorCode: minute == 77 ? 4 : 0))
        sequences[device] += 1
      }
    }
    return readings
  }

  /// Writes the readings of some homes as lanes would, window by window.
  @discardableResult
  static func write(
    _ homes: [[IngestedReading]], to path: String, mode: StoreMode,
    durability: Database.Durability = .batch, windowHours: Int64 = 5, closes: Bool = true,
    change: (Store) throws -> Void = { _ in }
  ) throws -> (stored: IDSum, notKept: IDSum) {
    let store = try Store(path: path, mode: mode, durability: durability)
    let compressor = Compressor()
    var feeds: [StoreFeed] = []
    for home in homes.indices {
      let plan = plan(home: home)
      try store.register(plan, at: start)
      let directory = ChannelDirectory(plan, rangeMargin: 0)
      feeds.append(StoreFeed(home: plan.home, mode: mode, directory: directory))
    }
    var stored = IDSum.zero
    var notKept = IDSum.zero
    let end = homes.compactMap(\.last?.eventTime).max() ?? start
    var window: Int64 = 0
    while start + .hours(window * windowHours) <= end {
      let range = start + .hours(window * windowHours)..<start + .hours((window + 1) * windowHours)
      for home in homes.indices {
        for reading in homes[home] where range.contains(reading.eventTime) {
          feeds[home].append(reading)
        }
        let waiting = feeds[home].waiting
        let batch = feeds[home].take(using: compressor)
        let receipt = try store.append(batch, window: window)
        precondition(waiting == receipt.stored + receipt.notKept + feeds[home].waiting)
        stored += receipt.stored
        notKept += receipt.notKept
      }
      window += 1
    }
    for home in homes.indices {
      let batch = feeds[home].finish(using: compressor)
      let receipt = try store.append(batch, window: window)
      stored += receipt.stored
      notKept += receipt.notKept
    }
    try change(store)
    if closes { try store.close() }
    return (stored, notKept)
  }

  static func ids(_ readings: [IngestedReading]) -> IDSum {
    var ids = IDSum.zero
    for reading in readings { ids.add(reading.id.rawValue) }
    return ids
  }
}
