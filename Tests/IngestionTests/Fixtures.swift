import Clockwork
import Ingestion
import Telemetry

/// A small generator for tests: SplitMix64.
struct TestRandom: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

/// One copy on its way.
struct Copy {
  var arrival: SimTime
  var bytes: [UInt8]
  var id: MessageID
}

enum Fixtures {
  static let home = HomeID(7)
  static let start = SimTime(microseconds: 1_725_271_200_000_000)  // 2024-09-02T10:00:00Z

  static let plan = SitePlan(
    home: home, street: "1 Elm Street", zoneRule: "UTC0", latitudeDegrees: 41.88,
    longitudeDegrees: -87.63, floorAreaM2: 80,
    rooms: [.init(index: RoomIndex(0), kind: .kitchen, name: "kitchen", areaM2: 20)],
    doorways: [],
    devices: [
      device(0, .hygrometer, [(.temperature, 60), (.relativeHumidity, 60)]),
      device(1, .windowContact, [(.contact, 0)]),
      device(3, .thermometer, [(.temperature, 60)]),
    ],
    residents: [])

  static func device(
    _ index: Int, _ kind: DeviceKind, _ channels: [(Channel, UInt16)]
  ) -> SitePlan.Device {
    SitePlan.Device(
      index: DeviceIndex(index), kind: kind, name: "\(kind.name)_00\(index)",
      manufacturer: "Acme", model: "M1", firmware: "v1", room: RoomIndex(0), label: "",
      isMainsPowered: false,
      channels: channels.map { channel, period in
        SitePlan.ChannelSheet(
          channel: channel, periodSeconds: period, resolution: 0.1, accuracySD: 0.2,
          rangeMin: channel == .temperature ? -40 : 0, rangeMax: channel == .temperature ? 60 : 1)
      })
  }

  /// A message of one or more readings of the same channel, newest first.
  static func copy(
    device: Int = 0, sequence: UInt32, sent: SimDuration, arrival: SimDuration? = nil,
    channel: Channel = .temperature, values: [Double] = [20], ages: [UInt16] = [0],
    home: HomeID = Fixtures.home, shown: SimTime? = nil
  ) -> Copy {
    var group = ReadingGroup()
    for (value, age) in zip(values, ages) {
      group.append(Reading(channel: channel, ageSeconds: age, value: value))
    }
    let header = MessageHeader(
      kind: .deviceTelemetry, device: DeviceIndex(device), sequence: sequence,
      deviceTime: shown ?? start + sent, batteryPercent: 90)
    var bytes: [UInt8] = []
    MessageCodec.encode(header, group, into: &bytes)
    return Copy(
      arrival: start + (arrival ?? sent), bytes: bytes,
      id: MessageID(home: home, device: DeviceIndex(device), sequence: sequence))
  }
}

extension Intake {
  mutating func receive(_ copy: Copy) -> Receipt {
    copy.bytes.withUnsafeBytes { receive($0, arrival: copy.arrival) }
  }

  /// The event times of what is handed over, in seconds from the start, with the device.
  mutating func drained(at now: SimDuration) -> [String] {
    var lines: [String] = []
    drain(upTo: Fixtures.start + now) { lines.append(Self.line($0)) }
    return lines
  }

  mutating func flushed() -> [String] {
    var lines: [String] = []
    flush { lines.append(Self.line($0)) }
    return lines
  }

  static func line(_ reading: IngestedReading) -> String {
    let seconds = (reading.eventTime - Fixtures.start).microseconds / 1_000_000
    return "\(reading.device.index)@\(seconds)"
  }
}
