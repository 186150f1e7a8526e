import Clockwork
import Devices
import Dwellings
import Homes
import Sampling
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Faults of leak sensors and smoke alarms, which scenarios name as they name other sensors.
@Suite struct AlarmFaultTests {
  private struct Life {
    /// What leak sensors and smoke alarms said, in order.
    var said: [(device: Int, value: Double, time: SimTime)] = []
    /// What was so.
    var ideal: [IdealReading] = []
    var struck: [(device: Int, kind: FaultKind)] = []
  }

  private func live(_ faults: String, incident: String = "") throws -> Life {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=1", "duration=2d", "faults=[\(faults)]", "incidents=[\(incident)]", "expect={}",
        "world.devices.leak_sensors=1", "world.devices.smoke_alarms=1",
      ])
    var specification = plan.specification(0)
    specification.perfect = [.sensors, .links, .batteries]
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var home = Home(specification, outdoor: weather.conditions[0])
    var edge = EdgeSampler(
      methods: Array(repeating: .fixed(everyTicks: 10), count: home.slotCount),
      home: specification.home)
    var (wire, truth) = (WireBuffer(), TruthBuffer(roomCount: home.plan.rooms.count))
    home.commission(wire: &wire, truth: &truth)
    while home.now < plan.end {
      _ = home.advance(to: plan.end, weather: weather, edge: &edge, wire: &wire, truth: &truth)
    }
    var life = Life()
    wire.take(upTo: .distantFuture) { _, bytes in
      guard case .readings(let header, let group) = MessageCodec.decode(bytes) else { return }
      for index in 0..<Int(group.count)
      where [.waterLeak, .smoke].contains(group[index].channel) {
        life.said.append((header.device.index, group[index].value, header.deviceTime))
      }
    }
    life.ideal = truth.ideal.filter { [.waterLeak, .smoke].contains($0.channel) }
    for event in truth.events {
      guard case .fault(let device, let channel, let kind, _, _, _) = event else { continue }
      #expect(channel == .waterLeak || channel == .smoke)
      life.struck.append((device.index, kind))
    }
    return life
  }

  @Test(arguments: ["leak", "smoke"]) func falseAlarmsAreFaults(kind: String) throws {
    let life = try live("{kind: spikes, sensors: {kind: \(kind)}, rate: 12/day}")
    #expect(!life.struck.isEmpty && life.struck.allSatisfy { $0.kind == .spikes })
    let struck = Set(life.struck.map(\.device))
    let alarms = life.said.filter { $0.value == 1 && struck.contains($0.device) }
    // Two days of twelve a day on each: a Poisson count, four deviations either way.
    let mean = 24.0 * Double(struck.count)
    #expect((Double(alarms.count) - mean).magnitude < 4 * mean.squareRoot() + 4)
    #expect(life.ideal.allSatisfy { !struck.contains($0.device.index) || $0.value == 0 })
    // Others of the kind are not to be had; nobody else says so.
    #expect(!life.said.contains { $0.value == 1 && !struck.contains($0.device) })
  }

  @Test(arguments: [("leak", "water-leak"), ("smoke", "smoke")])
  func whatIsStuckOrLostIsNotTold(kind: String, incident: String) throws {
    let incident = "{kind: \(incident), from: 12h}"
    let healthy = try live("", incident: incident)
    let channel: Channel = kind == "leak" ? .waterLeak : .smoke
    let heard = healthy.said.filter { $0.value == 1 }
    #expect(!heard.isEmpty, "the incident is noticed")
    for fault in [
      "{kind: stuck, sensors: {kind: \(kind)}}",
      "{kind: dropout, sensors: {kind: \(kind)}, share: 100 %}",
    ] {
      let broken = try live(fault, incident: incident)
      #expect(
        broken.ideal.filter { $0.channel == channel && $0.value == 1 }.map(\.time)
          == healthy.ideal.filter { $0.channel == channel && $0.value == 1 }.map(\.time))
      #expect(
        !broken.said.contains { said in
          said.value == 1 && broken.struck.contains { $0.device == said.device }
        })
    }
  }
}
