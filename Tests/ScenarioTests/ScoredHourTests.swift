import Clockwork
import Scoring
import Telemetry
import TestSupport
import Testing
import Truth

@testable import Scenarios

/// What `hours.sqlite` holds of an hour.
@Suite struct ScoredHourTests {
  private static let start = SimTime(microseconds: 1_700_000_000_000_000)

  private static func hour() -> ScoredHour {
    var truth = TruthBuffer(roomCount: 2)
    for minute in 1...3 {
      truth.homes.append(
        HomeState(
          time: start + .minutes(Int64(minute)), outdoorTemperatureC: 0,
          electricPowerW: 100.5 * Double(minute), hvacElectricPowerW: 0, fuelPowerW: 0,
          hvacHeatW: 0, heatingSetpointC: 0, coolingSetpointC: 0, occupantCount: 0))
      for room in 0..<2 {
        truth.rooms.append(
          RoomState(
            temperatureC: 20 + 0.1 * Double(minute + room), relativeHumidity: 0.4, co2PPM: 600,
            illuminanceLx: 0, occupantCount: 0, isWindowOpen: false))
      }
    }
    truth.ideal = [
      IdealReading(
        device: DeviceIndex(300), channel: .temperature, time: start, value: -0.0),
      IdealReading(device: DeviceIndex(2), channel: .contact, time: start, value: 1),
    ]
    truth.healthy = [HealthyReading(slot: 7, time: start, mean: 21.3, sd: 0.05)]
    truth.events = [
      .fault(
        DeviceIndex(4), .temperature, .drift, magnitude: 0.5, start: start, end: .distantFuture),
      .uplinkFault(.linkOutage, start: start, end: start + .hours(1)),
      .homeEmpty(start: start, end: start + .hours(1)),
      .spoken(
        SpokenTruth(
          message: MessageID(rawValue: 0xFFFF_0000_1234), time: start,
          resident: ResidentIndex(1), room: RoomIndex(0), text: "wärmer, bitte",
          intent: Intent(action: .warmer, target: .thermostat, room: RoomIndex(1), value: 1.5),
          phraseClass: .slip)),
      .spoken(
        SpokenTruth(
          message: MessageID(rawValue: 1), time: start, resident: ResidentIndex(0),
          room: RoomIndex(1), text: "", intent: nil, phraseClass: .impossible)),
    ]
    let forecast = Forecast(
      channel: .power, issuedAt: start, firstHour: start, mean: [1, 2], quantiles: [0, 1, 2, 3])
    return ScoredHour(
      end: start + .minutes(3), truth: truth, oracles: [forecast],
      fusion: [
        FusionSums.Kept(day: 3, values: (0..<FusionSums.Kept.count).map { Double($0) / 3 })
      ], heard: 0xDEAD_BEEF_0000_0001)
  }

  private static func packed(scoredFrom: SimTime = start + .minutes(1)) -> [UInt8] {
    var bytes: [UInt8] = []
    hour().append(to: &bytes, scoredFrom: scoredFrom)
    return bytes
  }

  private static func read(_ bytes: [UInt8]) throws -> ScoredHour {
    try bytes.withUnsafeBytes { bytes in
      var reader = CodecReader(bytes)
      let hour = try ScoredHour(from: &reader, roomCount: 2)
      try reader.finish()
      return hour
    }
  }

  @Test func whatIsPackedIsRead() throws {
    let (before, after) = (Self.hour(), try Self.read(Self.packed()))
    #expect(after.end == before.end && after.heard == before.heard)
    #expect(after.truth.homes.map(\.time) == before.truth.homes.map(\.time))
    #expect(after.truth.homes.map(\.electricPowerW) == before.truth.homes.map(\.electricPowerW))
    // The row at the start of scoring and those before it are nobody's business.
    #expect(after.truth.rooms[0].temperatureC == 0)
    #expect(
      after.truth.rooms[2...].map(\.temperatureC) == before.truth.rooms[2...].map(\.temperatureC))
    #expect(after.truth.rooms[2...].allSatisfy { $0.relativeHumidity == 0.4 && $0.co2PPM == 600 })
    #expect(after.truth.ideal.map(\.device) == before.truth.ideal.map(\.device))
    #expect(
      after.truth.ideal.map(\.value.bitPattern) == before.truth.ideal.map(\.value.bitPattern))
    #expect(after.truth.healthy.map(\.mean) == [21.3])
    let events = before.truth.events.filter { ScoredHour.isRead($0) }
    #expect(events.count == 4 && "\(after.truth.events)" == "\(events)")
    #expect("\(after.oracles)" == "\(before.oracles)")
    #expect(after.fusion.map(\.values) == before.fusion.map(\.values))
  }

  @Test func everyCutIsRefused() {
    let bytes = Self.packed()
    for length in bytes.indices {
      #expect(throws: RejectReason.self) { _ = try Self.read(Array(bytes[..<length])) }
    }
  }

  @Test func changedBytesNeverTrap() {
    let bytes = Self.packed()
    var random = TestRandom(seed: 11)
    var refused = 0
    for _ in 0..<20_000 {
      var changed = bytes
      for _ in 0...random.below(4) {
        changed[random.below(changed.count)] = UInt8(random.below(256))
      }
      do { _ = try Self.read(changed) } catch { refused += 1 }
    }
    #expect(refused > 1_000)
  }

  @Test(arguments: [0, 1, 2, 60, 1000]) func columnsComeBack(count: Int) throws {
    var random = TestRandom(seed: UInt64(count))
    let values = (0..<count).map { _ in random.next() }
    var bytes: [UInt8] = []
    PackedColumn.append(values, to: &bytes)
    let back = try bytes.withUnsafeBytes { bytes in
      var reader = CodecReader(bytes)
      return try PackedColumn.read(&reader)
    }
    #expect(back == values)
  }
}
