import Clockwork
import Ingestion
import Telemetry
import TestSupport

/// One copy on its way.
struct Copy {
  var arrival: SimTime
  var bytes: [UInt8]
  var id: MessageID
}

enum Fixtures {
  static let home = HomeID(7)
  static let start = TestHome.start

  static let plan = TestHome.plan(
    home, street: "1 Elm Street",
    rooms: [.init(index: RoomIndex(0), kind: .kitchen, name: "kitchen", areaM2: 20)],
    devices: [
      device(0, .hygrometer, [(.temperature, 60), (.relativeHumidity, 60)]),
      device(1, .windowContact, [(.contact, 0)]),
      device(3, .thermometer, [(.temperature, 60)]),
    ])

  static func device(
    _ index: Int, _ kind: DeviceKind, _ channels: [(Channel, UInt16)]
  ) -> SitePlan.Device {
    TestHome.device(
      index, kind,
      channels.map { channel, period in
        TestHome.sheet(channel, period: period, range: channel == .temperature ? -40...60 : 0...1)
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
