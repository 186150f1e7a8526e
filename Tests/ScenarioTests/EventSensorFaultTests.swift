import Clockwork
import Devices
import Dwellings
import Homes
import Sampling
import Scoring
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Faults of sensors that say yes or no, and only when it changes.
@Suite struct EventSensorFaultTests {
  /// What one device said, and what it should have said.
  private struct Life {
    /// Every message, by device.
    var bytes: [Int: [[UInt8]]] = [:]
    /// Values of the event channels, by device, with the clock's small errors.
    var said: [Int: [(value: Double, time: SimTime)]] = [:]
    var ideal: [Int: [(value: Double, time: SimTime)]] = [:]
    var faults: [TruthEvent] = []
    var taken = IDSum.zero, put = IDSum.zero
    var struck: [Int] {
      faults.compactMap { event -> Int? in
        guard case .fault(let device, _, _, _, _, _) = event else { return nil }
        return device.index
      }
    }
  }

  /// Home 0 of quickstart for a day, with nobody who acts on it.
  private func live(_ faults: String, perfect: PerfectParts = []) throws -> Life {
    let plan = try Fixture.plan("quickstart", ["homes=1", "duration=1d", "faults=[\(faults)]"])
    var specification = plan.specification(0)
    specification.perfect = perfect
    // Of heartbeats other tests tell.
    specification.models = OwnedModels(
      DeviceKind.allCases.map {
        var model = specification.models[$0]
        model.heartbeat = .zero
        return model
      })
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var home = Home(specification, outdoor: weather.conditions[0])
    var edge = EdgeSampler(
      methods: Array(repeating: .fixed(everyTicks: 10), count: home.slotCount),
      home: specification.home)
    var (wire, truth) = (WireBuffer(), TruthBuffer(roomCount: home.plan.rooms.count))
    var life = Life()
    home.commission(wire: &wire, truth: &truth)
    while home.now < plan.end {
      _ = home.advance(to: plan.end, weather: weather, edge: &edge, wire: &wire, truth: &truth)
    }
    wire.take(upTo: .distantFuture) { _, bytes in
      switch MessageCodec.decode(bytes) {
      case .readings(let header, let group):
        let device = header.device.index
        life.bytes[device, default: []].append(Array(bytes))
        for index in 0..<Int(group.count) where [.motion, .contact].contains(group[index].channel) {
          life.said[device, default: []].append((group[index].value, header.deviceTime))
        }
      case .other(let message):
        life.bytes[message.header.device.index, default: []].append(Array(bytes))
      case .rejected: break
      }
    }
    for reading in truth.ideal where [.motion, .contact].contains(reading.channel) {
      life.ideal[reading.device.index, default: []].append((reading.value, reading.time))
    }
    life.faults = truth.events.filter { if case .fault = $0 { true } else { false } }
    life.taken = home.ledger.total(.taken)
    life.put = home.ledger.total(.inMessages)
    return life
  }

  private static let exact: PerfectParts = [.sensors, .links, .batteries]

  /// Many a window is never opened in winter: of the contacts all are struck.
  @Test(arguments: [("motion", ", count: 1"), ("contact", "")])
  func onlyTheStruckSpeakOtherwise(kind: String, choice: String) throws {
    let healthy = try live("")
    let sensors = "sensors: {kind: \(kind)\(choice)}"
    for fault in [
      "{kind: stuck, \(sensors), from: 6h}", "{kind: dropout, \(sensors), share: 50 %}",
      "{kind: spikes, \(sensors), rate: 48/day}",
    ] {
      let broken = try live(fault)
      let struck = Set(broken.struck)
      #expect(choice.isEmpty ? struck.count > 2 : struck.count == 1, "\(fault)")
      #expect(struck.contains { broken.bytes[$0] != healthy.bytes[$0] }, "\(fault)")
      // The gateway's own load follows the messages of all others.
      for device in healthy.bytes.keys.sorted() where device != 0 && !struck.contains(device) {
        #expect(broken.bytes[device] == healthy.bytes[device], "\(fault): device \(device)")
      }
      // What was so is so, whatever is told of it.
      for device in healthy.ideal.keys {
        #expect(broken.ideal[device]?.map(\.time) == healthy.ideal[device]?.map(\.time))
      }
      guard case .fault(_, let channel, let told, _, _, _)? = broken.faults.first else { return }
      #expect(channel == (kind == "motion" ? .motion : .contact))
      #expect(fault.contains("kind: \(told.name)"))
    }
  }

  @Test func aStuckDetectorIsSilentAndThenTellsWhatItSees() throws {
    let broken = try live(
      "{kind: stuck, sensors: {kind: motion}, from: 6h, for: 12h}", perfect: Self.exact)
    #expect(broken.struck.count > 2)
    guard case .fault(_, _, _, _, let start, let end)? = broken.faults.first else { return }
    var spoke = false
    for device in broken.struck {
      let (said, ideal) = (broken.said[device] ?? [], broken.ideal[device] ?? [])
      #expect(!said.contains { start <= $0.time && $0.time < end }, "device \(device)")
      spoke = spoke || said.contains { $0.time < start } && said.contains { $0.time > end }
      // Values go on in turn, and from the end on they are what is so.
      for (before, after) in zip(said, said.dropFirst()) { #expect(before.value != after.value) }
      let free = said.filter { $0.time > end }
      #expect(free.map(\.time) == ideal.filter { $0.time > end }.map(\.time))
      let seen = ideal.last { $0.time <= end }?.value ?? 0
      #expect((said.last { $0.time <= end }?.value ?? 0) == seen, "device \(device)")
    }
    #expect(spoke)
  }

  @Test func dropoutLosesItsShareOfReports() throws {
    let broken = try live(
      "{kind: dropout, sensors: {kind: motion}, share: 30 %}", perfect: Self.exact)
    let ideal = broken.struck.reduce(0) { $0 + (broken.ideal[$1]?.count ?? 0) }
    let said = broken.struck.reduce(0) { $0 + (broken.said[$1]?.count ?? 0) }
    let (share, sd) = (Double(said) / Double(ideal), (0.21 / Double(ideal)).squareRoot())
    #expect(ideal > 200 && (share - 0.7).magnitude < 4 * sd, "\(said) of \(ideal)")
    // What is not said is no reading: the ledger has only what was put in messages.
    let fewer = try live("{kind: dropout, sensors: {kind: motion}, share: 100 %}")
    let whole = try live("")
    #expect(fewer.taken.count < whole.taken.count)
    #expect(whole.taken.count - fewer.taken.count == whole.put.count - fewer.put.count)
    let all = try live("{kind: dropout, sensors: {kind: contact}, share: 100 %}")
    for device in all.struck { #expect(all.said[device] == nil) }
  }

  @Test func falseReportsComeAtTheirRateAndAreTakenBack() throws {
    for (kind, span) in [("motion", SimDuration.seconds(60)), ("contact", .seconds(1))] {
      let broken = try live(
        "{kind: spikes, sensors: {kind: \(kind)}, rate: 24/day}", perfect: Self.exact)
      var wrong = 0
      for device in broken.struck {
        let (said, ideal) = (broken.said[device] ?? [], broken.ideal[device] ?? [])
        for (index, report) in said.enumerated() where report.value == 1 {
          let isTrue = ideal.contains { $0.time == report.time && $0.value == 1 }
          if isTrue { continue }
          wrong += 1
          #expect((ideal.last { $0.time <= report.time }?.value ?? 0) == 0)
          guard said.indices.contains(index + 1) else { continue }
          #expect(said[index + 1].value == 0)
          #expect(said[index + 1].time - report.time >= span, "\(kind)")
        }
      }
      // Poisson; a few fall in a time of true ones.
      let expected = 24 * Double(broken.struck.count)
      #expect(Double(wrong) < expected + 5 * expected.squareRoot(), "\(wrong) of \(expected)")
      #expect(Double(wrong) > 0.6 * expected, "\(wrong) of \(expected)")
    }
  }

  @Test func aFaultMayBeRemovedAndIsScored() throws {
    let small = ["homes=2", "duration=12h", "oracle.homes=0", "players.agents=[]", "keep=[]"]
    let bias = "{kind: bias, sensors: {kind: temperature, count: 1}, size: 2 K}"
    let spikes = "{kind: spikes, sensors: {kind: motion}, rate: 20/day}"
    let healthy = try Fixture.plan("quickstart", small + ["faults=[\(bias)]"])
    let broken = try Fixture.plan("quickstart", small + ["faults=[\(bias), \(spikes)]"])
    let (whole, without) = (
      try Fixture.run(broken), try Fixture.run(try broken.without(Removal("fault:1")))
    )
    #expect(without.fingerprint.wire == (try Fixture.run(healthy)).fingerprint.wire)
    #expect(whole.fingerprint.wire != without.fingerprint.wire)
    let recall = { (result: RunResult) in
      result.scores.first { $0.id == "quality.spikes.recall_ratio" }?.value
    }
    #expect(recall(whole) != nil && recall(without) == nil)
  }
}
