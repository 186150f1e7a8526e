import Clockwork
import Telemetry
import TestSupport

enum Fixtures {
  static let start = TestHome.start

  static let plan = TestHome.plan(
    HomeID(42), street: "12 Elm Street \"rear\" \u{1F3E0}", zoneRule: "CST6CDT,M3.2.0,M11.1.0",
    floorAreaM2: 96.5,
    rooms: [
      .init(index: RoomIndex(0), kind: .livingRoom, name: "living_room", areaM2: 31.5),
      .init(index: RoomIndex(1), kind: .bedroom, name: "bedroom_1", areaM2: 14),
    ],
    doorways: [.init(RoomIndex(0), RoomIndex(1))],
    devices: [
      device(
        0, .hygrometer, "hygrometer_001",
        [
          sheet(.temperature, 60, 0.1, -40...60), sheet(.relativeHumidity, 60, 0.01, 0...1),
        ]),
      device(2, .windowContact, "window_contact_001", [sheet(.contact, 0, 1, 0...1)]),
      device(
        3, .electricityMeter, "electricity_meter_001",
        [
          sheet(.power, 10, 1, -20_000...20_000), sheet(.energy, 900, 0.001, 0...1e6),
          sheet(.voltage, 60, 0.1, 0...260),
        ]),
    ],
    residents: [
      .init(
        index: ResidentIndex(0), name: "Ana", heatingSetpointC: 20.5, coolingSetpointC: 25)
    ])

  static func device(
    _ index: Int, _ kind: DeviceKind, _ name: String, _ channels: [SitePlan.ChannelSheet]
  ) -> SitePlan.Device {
    TestHome.device(
      index, kind, room: index % 2, name: name, model: "M\(index)", firmware: "v1.2.\(index)",
      isMainsPowered: index == 3, channels)
  }

  static func sheet(
    _ channel: Channel, _ period: UInt16, _ resolution: Double, _ range: ClosedRange<Double>
  ) -> SitePlan.ChannelSheet {
    TestHome.sheet(
      channel, period: period, resolution: resolution, accuracySD: resolution * 2, range: range)
  }

  static func header(
    _ kind: MessageKind, device: Int = 0, sequence: UInt32 = 7, battery: UInt8 = 95
  ) -> MessageHeader {
    MessageHeader(
      kind: kind, device: DeviceIndex(device), sequence: sequence,
      deviceTime: start + .microseconds(1_234_567), batteryPercent: battery, signalDBm: -65,
      errorCode: 3)
  }

  /// One message of every kind, and readings of every count.
  static let messages: [Message] = {
    var group = ReadingGroup()
    var messages: [Message] = []
    let readings = [
      Reading(channel: .temperature, ageSeconds: 0, value: 22.5),
      Reading(channel: .relativeHumidity, ageSeconds: 60, value: 0.452),
      Reading(channel: .temperature, ageSeconds: 65_535, value: -1.0e-300),
      Reading(channel: .motion, ageSeconds: 1, value: -0.0),
    ]
    for reading in readings {
      group.append(reading)
      messages.append(Message(header: header(.deviceTelemetry), body: .readings(group)))
    }
    let energy = ReadingGroup(Reading(channel: .energy, ageSeconds: 0, value: 1234.567))
    messages += [
      Message(
        header: header(.energyConsumption, device: 3, battery: 255), body: .readings(energy)),
      Message(
        header: header(.deviceStatus),
        body: .status(text: "active", uptimeSeconds: 1_209_600, firmware: "v2.1.3")),
      Message(
        header: header(.userInteraction, device: 9),
        body: .utterance(
          Utterance(
            resident: ResidentIndex(0), room: RoomIndex(1), text: "Wärmer, bitte\n\u{7}"))),
      Message(
        header: header(.deviceLog),
        body: .log(LogLine(level: "warning", component: "radio", text: ""))),
      Message(header: header(.sitePlan, device: 4094), body: .sitePlan(plan)),
      Message(
        header: header(.weatherForecast, device: 4094),
        body: .weatherForecast(
          WeatherForecastMessage(
            firstHour: start, temperatureC: [1.25, -3.1, 0], globalHorizontalWm2: [0, 12.5, 400]))),
      Message(
        header: header(.tariff, device: 4095),
        body: .tariff(
          TariffMessage(
            from: start, pricePerKWh: 0.155, currency: "USD", carbonKgPerKWh: 0.4))),
      Message(
        header: header(.userFeedback, device: 9),
        body: .feedback(
          Feedback(
            resident: ResidentIndex(3), utteranceDevice: DeviceIndex(2),
            utteranceSequence: 4_000_000_000, rating: 4, comment: "Naja, \"geht\"\n"))),
    ]
    return messages
  }()
}

extension Message {
  /// The message in full, for comparison.
  var plainText: String {
    if case .readings(let group) = body {
      let readings = (0..<Int(group.count)).map { group[$0] }
      return "\(header) \(readings) \(readings.map { $0.value.bitPattern })"
    }
    return "\(header) \(body)"
  }
}

extension MessageCodec {
  static func bytes(_ message: Message) -> [UInt8] {
    var bytes: [UInt8] = []
    encode(message, into: &bytes)
    return bytes
  }

  static func decode(_ bytes: [UInt8]) -> DecodedMessage {
    bytes.withUnsafeBytes { decode($0) }
  }
}

extension DecodedMessage {
  var message: Message? {
    switch self {
    case .readings(let header, let group): Message(header: header, body: .readings(group))
    case .other(let message): message
    case .rejected: nil
    }
  }

  var reason: RejectReason? {
    if case .rejected(let reason) = self { reason } else { nil }
  }
}
