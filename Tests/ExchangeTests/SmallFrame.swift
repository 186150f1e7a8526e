import Clockwork
import Exchange
import Foundation
import Telemetry
import TestSupport

/// Two homes of two rooms, six hours, and a day that is forecast.
enum SmallFrame {
  static let start = TestHome.start
  static let end = start + .hours(6)
  static let firstHour = start + .hours(2)

  static func sheet(_ channel: Channel) -> SitePlan.ChannelSheet {
    SitePlan.ChannelSheet(
      channel: channel, periodSeconds: 60, resolution: 0.1, accuracySD: 0.3, rangeMin: -40,
      rangeMax: 80)
  }

  static func plan(_ number: UInt32) -> SitePlan {
    TestHome.plan(
      HomeID(number), street: "Elm Street",
      rooms: [
        SitePlan.Room(index: RoomIndex(0), kind: .kitchen, name: "kitchen", areaM2: 10),
        SitePlan.Room(index: RoomIndex(1), kind: .bedroom, name: "bed, \"blue\" room", areaM2: 10),
      ],
      devices: [
        TestHome.device(0, .gateway, [sheet(.cpuUsage)]),
        TestHome.device(1, .hygrometer, [sheet(.temperature), sheet(.relativeHumidity)]),
        TestHome.device(2, .thermometer, room: 1, [sheet(.temperature)]),
        TestHome.device(3, .speaker),
        TestHome.device(4, .thermostat),
      ])
  }

  static let frame = Frame(
    homes: (0..<2).map { number in
      Frame.Home(
        plan: plan(UInt32(number)),
        subjects: [
          Frame.Subject(room: RoomIndex(0), channel: .temperature),
          Frame.Subject(room: RoomIndex(0), channel: .relativeHumidity),
          Frame.Subject(room: RoomIndex(1), channel: .temperature),
        ])
    }, birth: start - .days(1), start: start, end: end, tick: .minutes(1),
    patterns: [.windowOpenWhileHeating],
    origins: [Frame.Origin(due: firstHour + .minutes(5), firstHour: firstHour)],
    horizonHours: 3)

  /// Reads texts by file name.
  static func read(_ files: [(name: String, text: String)]) throws -> OutsideConclusions {
    try read(files.map { ($0.name, Array($0.text.utf8)) })
  }

  static func read(_ files: [(name: String, bytes: [UInt8])]) throws -> OutsideConclusions {
    try withFolder { folder in
      let paths = files.map { folder + "/" + $0.name }
      for (path, file) in zip(paths, files) {
        try Data(file.bytes).write(to: URL(fileURLWithPath: path))
      }
      return try ConclusionReader.read(paths, frame: frame)
    }
  }

  /// One of each, with numbers that few decimals do not hold.
  static func conclusions(_ home: UInt32) -> Conclusions {
    var all = Conclusions()
    for minute in 1...3 {
      for (room, channel) in [
        (0, Channel.temperature), (0, .relativeHumidity), (1, .temperature),
      ] {
        all.estimates.append(
          Estimate(
            time: start + .minutes(Int64(minute)), room: RoomIndex(room), channel: channel,
            mean: 1.0 / 3 + Double(minute), sd: 1e-7 / Double(minute)))
      }
    }
    let raised = start + .microseconds(61_000_001)
    for end in [SimTime.distantFuture, end] {
      all.flags.append(
        Flag(
          device: DeviceIndex(2), channel: .temperature, kind: .stuck,
          start: start - .microseconds(1), end: end, raisedAt: raised, score: 2.0 / 7))
    }
    all.matches.append(
      PatternMatch(
        pattern: .windowOpenWhileHeating, room: RoomIndex(1), start: start + .minutes(3),
        end: start + .minutes(9), raisedAt: start + .minutes(10)))
    all.forecasts.append(
      Forecast(
        channel: .power, issuedAt: firstHour + .minutes(5), firstHour: firstHour,
        mean: [0.1, 200.3, 1e-9],
        quantiles: (0..<3 * ForecastLevels.all.count).map { Double($0) / 7 }))
    let intents: [Intent?] = [
      nil, Intent(action: .setTemperature, target: .thermostat, value: 20.7),
      Intent(action: .turnOn, target: .lamp, room: RoomIndex(1)),
    ]
    for (sequence, intent) in intents.enumerated() {
      all.answers.append(
        Answer(
          utterance: MessageID(
            home: HomeID(home), device: DeviceIndex(3), sequence: UInt32(sequence)),
          decidedAt: start + .minutes(Int64(sequence)), intent: intent, confidence: 0.875,
          text: "", commandCount: 0))
    }
    for minute in [4, 5] as [Int64] {
      all.commands.append(
        Command(
          sequence: UInt32(minute - 4), device: DeviceIndex(4), action: .setHeatingSetpoint,
          origin: .energy, value: 20 + 1.0 / 3, decidedAt: start + .minutes(minute)))
    }
    return all
  }
}
